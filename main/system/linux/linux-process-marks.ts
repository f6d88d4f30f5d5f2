import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { errorCode } from '../../engine/fs/errors.ts';
import type { ProcessMarks } from '../ports.ts';

/** Fields after the program's name, which itself may contain blanks and brackets. */
function fieldsOf(stat: string): readonly string[] {
  return stat
    .slice(stat.lastIndexOf(')') + 1)
    .trim()
    .split(/\s+/u);
}

/** Start time in ticks (field 22 of proc(5)) plus boot id: no later process with the same pid has both. */
export function linuxProcessMarks(root = '/proc'): ProcessMarks {
  return {
    markOf(pid) {
      try {
        const boot = readFileSync(posix.join(root, 'sys/kernel/random/boot_id'), 'utf8').trim();
        const fields = fieldsOf(readFileSync(posix.join(root, String(pid), 'stat'), 'utf8'));
        const state = fields[0] ?? '';
        const started = fields[19] ?? '';
        if (/^[ZXx]$/u.test(state)) return 'dead';
        return boot !== '' && /^\d+$/u.test(started) ? `${boot}:${started}` : null;
      } catch (error) {
        if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ESRCH') return null;
        return isThere(pid) ? null : 'dead';
      }
    },
  };
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}
