import { lookIntoXdgTrash } from './linux/xdg-trash-look.ts';
import { xdgTrash } from './linux/xdg-trash.ts';
import type { XdgTrashSettings } from './linux/xdg-trash.ts';
import { nativeFloor } from './native/native-floor.ts';
import type { Library } from './native/native-floor.ts';
import { recycleCalls } from './native/windows-recycle-calls.ts';
import { registryCalls } from './native/windows-registry-calls.ts';
import { askingBin } from './portable/asking-bin.ts';
import type { TrashBin, TrashLook, TrashPlace } from './ports.ts';
import { recycleBin } from './windows/recycle-bin.ts';
import type { RecycleBinDeps } from './windows/recycle-bin.ts';

function xdgOf({ dataHome }: Extract<TrashPlace, { kind: 'xdg' }>): XdgTrashSettings {
  return { dataHome, uid: process.geteuid?.() ?? -1, now: () => new Date() };
}

function nativeRecycleBin(): Library<RecycleBinDeps> {
  const [calls, registry] = [recycleCalls(nativeFloor()), registryCalls(nativeFloor())];
  if (calls.kind === 'missing') return calls;
  if (registry.kind === 'missing') return registry;
  return { kind: 'ready', calls: { calls: calls.calls, registry: registry.calls } };
}

/** Whether this machine is a Windows whose recycle bin can be asked without a desktop program. */
export function hasRecycleBin(): boolean {
  return process.platform === 'win32' && nativeRecycleBin().kind === 'ready';
}

const refusing: TrashBin = { put: () => 'refused' };

/** Opens the trash in a removal thread, from the thread's data. */
export function openTrashBin(place: TrashPlace, isCancelled: () => boolean): TrashBin {
  if (place.kind === 'asked') return askingBin(place, isCancelled);
  if (place.kind === 'recycle-bin') {
    const bin = nativeRecycleBin();
    return bin.kind === 'ready' ? recycleBin(bin.calls) : refusing;
  }
  return xdgTrash(xdgOf(place));
}

/** The trash to check after a crash; null if only the desktop knows its contents. */
export function openTrashLook(place: TrashPlace): TrashLook | null {
  return place.kind === 'xdg' ? lookIntoXdgTrash(xdgOf(place)) : null;
}
