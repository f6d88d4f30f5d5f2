import { win32 } from 'node:path';
import { variable } from '../portable/environment.ts';
import type { Environment } from '../portable/environment.ts';
import { start as startProgram } from '../portable/start-program.ts';
import type { Start } from '../portable/start-program.ts';
import type { FileManager } from '../ports.ts';

/** Explorer, which selects the entry and does not open it. */
export function windowsFileManager(env: Environment, start: Start = startProgram): FileManager {
  const explorer = win32.join(variable(env, 'windows', 'SystemRoot') ?? 'C:\\Windows', 'explorer.exe');
  return {
    isAvailable: () => true,
    show: (path) =>
      // no name on Windows holds a quotation mark; one that seems to is not handed on
      path.includes('"')
        ? Promise.resolve({ kind: 'failed', reason: 'quotation mark' })
        : start(explorer, [`/select,"${path}"`], { isVerbatim: true, anyCode: true }),
  };
}
