import { win32 } from 'node:path';
import { variable } from '../portable/environment.ts';
import type { Environment } from '../portable/environment.ts';

/** The system folder; programs are started from here by full path, never searched in PATH. */
export function systemFolder(env: Environment): string {
  return win32.join(variable(env, 'windows', 'SystemRoot') ?? String.raw`C:\Windows`, 'System32');
}

/** Replaces `%NAME%` from the environment; null if a name is not set. */
export function expandVariables(value: string, env: Environment): string | null {
  const names = [...value.matchAll(/%([^%]+)%/gu)].map((match) => match[1] ?? '');
  if (names.some((name) => variable(env, 'windows', name) === null)) return null;
  return value.replaceAll(/%([^%]+)%/gu, (_, name: string) => variable(env, 'windows', name) ?? '');
}
