import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtinModules } from 'node:module';
import { build } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** One file that any Node can run: the lane's tests with the sources they drive. */
export async function bundleLane(lane, outDir) {
  const node = [...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'node:test'];
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node20.19',
      minify: false,
      rollupOptions: {
        input: { lane: join(root, lane) },
        external: node,
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
    ssr: { noExternal: true },
  });
}

/** Counts a report in TAP. Tests stand indented below their subject; a subject's own line counts nothing. */
export function tallyIn(tap) {
  const lines = [...tap.matchAll(/^ +(not ok|ok) \d+ - (.*?)( # (?:SKIP|TODO).*)?$/gm)];
  const names = (wanted) => lines.filter(wanted).map(([, , name]) => name);
  return {
    passed: names(([, ok, , aside]) => ok === 'ok' && aside === undefined).length,
    failed: names(([, ok, , aside]) => ok === 'not ok' && aside === undefined),
    skipped: lines.flatMap(([, , name, aside]) =>
      aside === undefined ? [] : [{ name, reason: aside.trim() }],
    ),
  };
}

/**
 * The same for a lane that has ended: one that was stopped (`why`), or that ended without having counted, has failed
 * whatever it printed before.
 */
export function laneTally(tap, { code, why }) {
  const tally = tallyIn(tap);
  if (why !== '') tally.failed.push(`the lane was ${why}`);
  else if (tally.passed + tally.failed.length === 0) tally.failed.push('the lane counted nothing');
  else if ((code === 0) !== (tally.failed.length === 0))
    tally.failed.push(`the lane ended with exit code ${code}`);
  return tally;
}
