import type { SystemName } from '../../../app/platforms/platform.ts';

/** The environment as a host hands it over. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a variable; on Windows names have no case. An empty value counts as unset. */
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
