import { win32 } from 'node:path';
import { variable } from '../portable/environment.ts';
import type { Environment } from '../portable/environment.ts';
import type { Run, RunAnswer } from '../portable/run.ts';
import type { Registry, RegistryAnswer } from '../ports.ts';
import { consoleText, isAscii } from './console-text.ts';
import { readByExport } from './registry-export.ts';
import { systemFolder } from './system-environment.ts';

/** The value in the output of `reg query KEY /v NAME`; null if absent. */
function queriedValue(output: string, name: string): string | null {
  for (const line of output.split(/\r?\n/)) {
    const match = /^ {4}(.+?) {4}REG_(?:SZ|EXPAND_SZ) {4}(.*)$/u.exec(line);
    if (match?.[1]?.toLowerCase() === name.toLowerCase()) return match[2] ?? '';
  }
  return null;
}

const codePages = String.raw`HKLM\SYSTEM\CurrentControlSet\Control\Nls\CodePage`;

/** Reads the registry with reg.exe, where the system's own calls are missing. Only its "not found" counts as absent. */
export function registryByTool(env: Environment, runProgram: Run): Registry {
  const program = win32.join(systemFolder(env), 'reg.exe');
  const ask = (key: string, value: string): Promise<RunAnswer> =>
    runProgram(program, ['query', key, '/v', value]);

  /** The console's code page, requested only if needed. */
  const codePage = async (): Promise<string> => {
    const answer = await ask(codePages, 'OEMCP');
    const text = answer.kind === 'exited' ? consoleText(answer.stdout, '') : null;
    return text === null ? '' : (queriedValue(text, 'OEMCP') ?? '');
  };

  const exported = (key: string, name: string): Promise<string | null> => {
    const folder = variable(env, 'windows', 'TEMP');
    return folder === null ? Promise.resolve(null) : readByExport(program, folder, { key, name }, runProgram);
  };

  return {
    async read(key, value): Promise<RegistryAnswer> {
      const answer = await ask(key, value);
      if (answer.kind === 'could-not-tell') return answer;
      if (answer.code === 1) return { kind: 'absent' };
      if (answer.code !== 0) return { kind: 'could-not-tell', reason: `reg.exe: ${String(answer.code)}` };
      const text = consoleText(answer.stdout, isAscii(answer.stdout) ? '' : await codePage());
      const printed = text === null ? null : queriedValue(text, value);
      // `?` is invalid in paths: the console prints it for characters outside its code page
      const found = printed === null || printed.includes('?') ? await exported(key, value) : printed;
      return found === null
        ? { kind: 'could-not-tell', reason: 'reg.exe: unexpected answer' }
        : { kind: 'value', value: found };
    },
  };
}
