import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { bytesOfName } from '../../../app/cleanup/byte-name.ts';
import type { Environment } from '../portable/environment.ts';
import { run as runProgram } from '../portable/run.ts';
import type { Run, RunAnswer } from '../portable/run.ts';
import { start as startProgram } from '../portable/start-program.ts';
import type { Start } from '../portable/start-program.ts';
import type { FileManager, ShownAnswer } from '../ports.ts';

const gdbus = '/usr/bin/gdbus';
const xdgOpen = '/usr/bin/xdg-open';
const fileManager = [
  ...['call', '--session', '--timeout', '5'],
  ...['--dest', 'org.freedesktop.FileManager1', '--object-path', '/org/freedesktop/FileManager1'],
  ...['--method', 'org.freedesktop.FileManager1.ShowItems'],
];

/** Percent-encoded but for what no shell, GVariant or URI gives a meaning, so that every byte of a name survives. */
export function fileUri(path: string): string {
  const encoded = Array.from(bytesOfName(path), (byte) => {
    const letter = String.fromCharCode(byte);
    return /[A-Za-z0-9/._~-]/.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `file://${encoded.join('')}`;
}

function answerOf(answer: RunAnswer): ShownAnswer {
  if (answer.kind === 'could-not-tell') return { kind: 'failed', reason: answer.reason };
  return answer.code === 0
    ? { kind: 'shown' }
    : { kind: 'failed', reason: `${gdbus}: ${String(answer.code)}` };
}

/** The desktop's file manager over D-Bus, which selects the entry; else the folder around it by `xdg-open`. */
export function linuxFileManager(
  env: Environment,
  run: Run = runProgram,
  start: Start = startProgram,
  exists: (path: string) => boolean = existsSync,
): FileManager {
  const hasDesktop = [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((one) => (one ?? '') !== '');
  return {
    isAvailable: () => hasDesktop && (exists(gdbus) || exists(xdgOpen)),
    async show(path) {
      if (exists(gdbus)) {
        const shown = answerOf(await run(gdbus, [...fileManager, `['${fileUri(path)}']`, '']));
        if (shown.kind === 'shown' || !exists(xdgOpen)) return shown;
      }
      return start(xdgOpen, [fileUri(dirname(path))]);
    },
  };
}
