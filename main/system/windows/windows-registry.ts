import { nativeFloor } from '../native/native-floor.ts';
import type { Library } from '../native/native-floor.ts';
import { onFirstUse } from '../native/windows-libraries.ts';
import { registryCalls } from '../native/windows-registry-calls.ts';
import type { RegistryCalls } from '../native/windows-registry-calls.ts';
import type { Environment } from '../portable/environment.ts';
import { run } from '../portable/run.ts';
import type { Run } from '../portable/run.ts';
import type { Registry, RegistryAnswer } from '../ports.ts';
import { registryByTool } from './registry-tool.ts';
import { expandVariables } from './system-environment.ts';

const nativeRegistryCalls = onFirstUse(() => registryCalls(nativeFloor()));

function answerOf(calls: RegistryCalls, env: Environment, key: string, name: string): RegistryAnswer {
  const found = calls.read(key, name);
  if (found.kind === 'absent') return found;
  if (found.kind === 'number') return { kind: 'could-not-tell', reason: 'RegQueryValueEx: a number' };
  if (found.kind === 'failed') return { kind: 'could-not-tell', reason: `RegQueryValueEx: ${found.reason}` };
  const value = found.expands ? (expandVariables(found.text, env) ?? found.text) : found.text;
  return { kind: 'value', value };
}

/** Reads the registry by Windows' own calls, with expandable texts expanded; by reg.exe only where they are missing. */
export function windowsRegistry(
  env: Environment,
  runProgram: Run = run,
  native: () => Library<RegistryCalls> = nativeRegistryCalls,
): Registry {
  const tool = registryByTool(env, runProgram);
  return {
    async read(key, value) {
      const library = native();
      return library.kind === 'ready' ? answerOf(library.calls, env, key, value) : tool.read(key, value);
    },
  };
}
