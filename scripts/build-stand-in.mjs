import { chmodSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildInto, ensure } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = '.cache/stand-in';
const sources = ['e2e/stand-in', 'scripts/build-stand-in.mjs', 'package-lock.json'];
const builtin = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/** The half that runs in Node, one ES module. */
function buildMain(build, outDir) {
  return build({
    configFile: false,
    logLevel: 'warn',
    root,
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node20.19',
      minify: false,
      rolldownOptions: {
        input: { start: join(root, 'e2e/stand-in/start.ts') },
        external: builtin,
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
    ssr: { noExternal: true },
  });
}

/** A script for a page: one of the two worlds. */
function buildPage(build, outDir, world) {
  return build({
    configFile: false,
    logLevel: 'warn',
    root,
    build: {
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      modulePreload: false,
      target: 'chrome130',
      minify: false,
      rolldownOptions: {
        input: { [world]: join(root, `e2e/stand-in/page/${world}.ts`) },
        output: { format: 'iife', entryFileNames: '[name].js' },
      },
    },
  });
}

function buildStandIn() {
  return buildInto(
    folder,
    async (out) => {
      const { build } = await import('vite');
      await buildMain(build, out);
      for (const world of ['main-world', 'preload-world']) await buildPage(build, out, world);
      writeFileSync(join(out, 'package.json'), '{ "type": "module" }\n');
      const binary = join(out, 'electron');
      const here = 'here=$(dirname "$(readlink -f "$0")")';
      const run = `STAND_IN_BINARY="$0" exec '${process.execPath}' "$here/start.js" "$@"`;
      writeFileSync(
        binary,
        `#!/bin/sh\n# a stand-in for the Electron binary: e2e/stand-in/README.md\n${here}\n${run}\n`,
      );
      chmodSync(binary, 0o755);
    },
    sources,
  );
}

/** Builds the stand-in unless it is up to date; the folder for ELECTRON_OVERRIDE_DIST_PATH. */
export async function ensureStandIn() {
  await ensure(folder, buildStandIn, sources);
  return join(root, folder);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await ensureStandIn());
