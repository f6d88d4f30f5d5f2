import { EventEmitter } from 'node:events';
import type { Session } from 'electron';
import { app } from '../app/app.ts';
import { demandReady } from '../app/lifetime.ts';
import { recordCall } from '../records.ts';
import { Permissions } from './permissions.ts';
import { StandInProtocol } from './protocol.ts';
import { StandInWebRequest } from './web-request.ts';

type Methods =
  | 'clearCache'
  | 'clearStorageData'
  | 'isPersistent'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setProxy'
  | 'setSpellCheckerEnabled'
  | 'setUSBProtectedClassesHandler';

/** One session (docs/api/session.md). All of them share one profile of Chromium, which goes at the end. */
export class StandInSession extends EventEmitter implements Pick<Session, Methods> {
  readonly protocol = new StandInProtocol();
  readonly webRequest = new StandInWebRequest();
  readonly permissions = new Permissions();
  readonly partition: string;

  constructor(partition: string) {
    super();
    this.partition = partition;
  }

  isPersistent(): boolean {
    return this.partition === '' || this.partition.startsWith('persist:');
  }
  setPermissionRequestHandler(handler: Parameters<Session['setPermissionRequestHandler']>[0]): void {
    this.permissions.request = handler;
  }
  setPermissionCheckHandler(handler: Parameters<Session['setPermissionCheckHandler']>[0]): void {
    this.permissions.check = handler;
  }
  setDevicePermissionHandler(handler: Parameters<Session['setDevicePermissionHandler']>[0]): void {
    recordCall('session.setDevicePermissionHandler', this.partition, handler !== null);
  }
  setDisplayMediaRequestHandler(handler: Parameters<Session['setDisplayMediaRequestHandler']>[0]): void {
    recordCall('session.setDisplayMediaRequestHandler', this.partition, handler !== null);
  }
  setUSBProtectedClassesHandler(handler: Parameters<Session['setUSBProtectedClassesHandler']>[0]): void {
    recordCall('session.setUSBProtectedClassesHandler', this.partition, handler !== null);
  }
  setSpellCheckerEnabled(enable: boolean): void {
    recordCall('session.setSpellCheckerEnabled', this.partition, enable);
  }
  setProxy(config: Electron.ProxyConfig): Promise<void> {
    recordCall('session.setProxy', this.partition, config);
    return Promise.resolve();
  }
  clearCache(): Promise<void> {
    recordCall('session.clearCache', this.partition);
    return Promise.resolve();
  }
  clearStorageData(): Promise<void> {
    recordCall('session.clearStorageData', this.partition);
    return Promise.resolve();
  }
}

const sessions = new Map<string, StandInSession>();

export function sessionOf(partition: string): StandInSession {
  demandReady('Session can only be received when app is ready', TypeError);
  const known = sessions.get(partition);
  if (known !== undefined) return known;
  const made = new StandInSession(partition);
  sessions.set(partition, made);
  // without an event object (docs/api/app.md, 'session-created')
  app.emit('session-created', made);
  return made;
}

export const session = {
  fromPartition: sessionOf,
  get defaultSession(): StandInSession {
    return sessionOf('');
  },
};
