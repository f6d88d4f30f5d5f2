import type { SystemName } from '../../../app/platforms/platform.ts';

/** The environment passed by a host. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a variable, ignoring case on Windows. An empty value counts as unset. */
export function variable(env: Environment, system: SystemName, name: string): string | null {
  const exact = env[name];
  if (exact !== undefined && exact !== '') return exact;
  if (system !== 'windows') return null;
  const wanted = name.toUpperCase();
  const key = Object.keys(env).find(
    (candidate) => candidate.toUpperCase() === wanted && env[candidate] !== '',
  );
  return key === undefined ? null : (env[key] ?? null);
}
