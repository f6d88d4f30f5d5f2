import { contextBridge, ipcRenderer } from 'electron';
import type { IpcRendererEvent } from 'electron';
import type { Bridge, EventFrame, ReplyFrame } from '../../../app/contract/wire.ts';
import { eventChannel, requestChannel } from './channels.ts';

/** The page's whole API: two functions that carry frames. ipcRenderer and Electron's events stay on this side. */
const bridge: Bridge = {
  request: (frame) => ipcRenderer.invoke(requestChannel, frame) as Promise<ReplyFrame>,
  onEvent(listener) {
    const hear = (_event: IpcRendererEvent, frame: EventFrame): void => listener(frame);
    ipcRenderer.on(eventChannel, hear);
    return () => {
      ipcRenderer.off(eventChannel, hear);
    };
  },
};

contextBridge.exposeInMainWorld('signoff', bridge);
