/** The system's languages in the order of the environment; none for C and POSIX. */
export function systemLanguages(env: NodeJS.ProcessEnv): string[] {
  const words = (env['LANGUAGE'] ?? '').split(':');
  const names = [...words, env['LC_ALL'], env['LC_MESSAGES'], env['LANG']];
  const tags = names
    .map((name) => (name ?? '').split('.')[0]?.split('@')[0] ?? '')
    .filter((name) => name !== '' && name !== 'C' && name !== 'POSIX')
    .map((name) => name.replace('_', '-'));
  return [...new Set(tags)];
}
