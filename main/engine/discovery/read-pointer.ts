import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { pointerLimit, pointerText } from './pointer-text.ts';
import type { PointerText } from './pointer-text.ts';
import { errorCode } from '../fs/errors.ts';

export type PointerRead = PointerText | { readonly kind: 'unreadable'; readonly code: string };

/** Reads one pointer file. Refuses links, pipes, devices and files above `pointerLimit`. */
export async function readPointer(path: string, format: 'bare' | 'user-data-info'): Promise<PointerRead> {
  let handle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = errorCode(error);
    return code === 'ELOOP' ? { kind: 'fault', fault: 'not-a-file' } : { kind: 'unreadable', code };
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return { kind: 'fault', fault: 'not-a-file' };
    if (stat.size > pointerLimit) return { kind: 'fault', fault: 'too-large' };
    const buffer = new Uint8Array(pointerLimit + 1);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return pointerText(buffer.subarray(0, bytesRead), format);
  } catch (error) {
    return { kind: 'unreadable', code: errorCode(error) };
  } finally {
    await handle.close();
  }
}
