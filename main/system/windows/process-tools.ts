import { win32 } from 'node:path';
import type { Environment } from '../portable/environment.ts';
import { run } from '../portable/run.ts';
import type { Run } from '../portable/run.ts';
import type { ProcessInfo, ProcessList, Processes } from '../ports.ts';
import { systemFolder } from './system-environment.ts';

interface Row {
  readonly pid: number;
  readonly name: string;
  readonly path: string | null;
  readonly session: number;
}

const script = [
  '[Console]::OutputEncoding=[Text.Encoding]::UTF8',
  "Get-CimInstance Win32_Process|ForEach-Object{'{0}|{1}|{2}|{3}' -f $_.ProcessId,$_.SessionId,$_.Name,$_.ExecutablePath}",
].join(';');

/** Output lines `pid|session|name|path` of the script; `|` is invalid in Windows file names. */
function cimRows(output: string): readonly Row[] {
  return output.split(/\r?\n/).flatMap((line) => {
    const [pid, session, name, path] = line.replace(/^\ufeff/u, '').split('|');
    if (name === undefined || !/^\d+$/.test(pid ?? '')) return [];
    const full = path === undefined || path === '' ? null : path;
    return [{ pid: Number(pid), session: Number(session), name, path: full }];
  });
}

/** Rows of `tasklist /FO CSV /NH`. Without paths, so every match stays uncertain. */
function tasklistRows(output: string): readonly Row[] {
  return output.split(/\r?\n/).flatMap((line) => {
    const cells = [...line.matchAll(/"([^"]*)"/gu)].map((match) => match[1] ?? '');
    const [name, pid, , session] = cells;
    if (name === undefined || !/^\d+$/.test(pid ?? '')) return [];
    return [{ pid: Number(pid), session: Number(session), name, path: null }];
  });
}

/** Processes of the own session count as the own user's. A list without this process counts as could-not-tell. */
function processesOf(rows: readonly Row[], self: number): readonly ProcessInfo[] | null {
  const own = rows.find((row) => row.pid === self);
  if (own === undefined) return null;
  return rows
    .filter((row) => row.pid !== 0)
    .map(({ pid, name, path, session }) => ({
      ...{ pid, name, path },
      ownUser: !Number.isInteger(session) || session === own.session,
    }));
}

/**
 * Running programs from CIM, or from tasklist if PowerShell is blocked; both from the system folder by full path. Only
 * where the system's own calls are missing.
 */
export function processesByTools(env: Environment, runProgram: Run = run, self = process.pid): Processes {
  const folder = systemFolder(env);
  const powershell = win32.join(folder, 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  const attempts = [
    {
      file: powershell,
      args: ['-NoProfile', '-NonInteractive', '-NoLogo', '-Command', script],
      rows: cimRows,
    },
    { file: win32.join(folder, 'tasklist.exe'), args: ['/FO', 'CSV', '/NH'], rows: tasklistRows },
  ];
  return {
    async list(): Promise<ProcessList> {
      let reason = 'no answer';
      for (const { file, args, rows } of attempts) {
        const answer = await runProgram(file, args);
        const processes =
          answer.kind === 'exited' && answer.code === 0
            ? processesOf(rows(answer.stdout.toString('utf8')), self)
            : null;
        if (processes !== null) return { kind: 'known', processes };
        reason = answer.kind === 'could-not-tell' ? answer.reason : `${win32.basename(file)}: incomplete`;
      }
      return { kind: 'could-not-tell', reason };
    },
  };
}
