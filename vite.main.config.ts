import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

const node = [...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'electron'];
const modules = join(import.meta.dirname, 'node_modules');

/**
 * Copies koffi's binding for every platform that is installed to `native/`, with its licence, so that the built program
 * finds it in one place beside itself (main/system/native). npm installs that of the computer it runs on.
 */
function nativeBindings(): Plugin {
  return {
    name: 'native-bindings',
    generateBundle() {
      const emit = (fileName: string, file: string): void => {
        const source = readFileSync(join(modules, file));
        this.emitFile({ type: 'asset', fileName: `native/${fileName}`, source });
      };
      const installed = join(modules, '@koromix');
      // none for this processor, or npm was told to leave out optional packages: the portable ways remain
      if (!existsSync(installed)) return;
      for (const name of readdirSync(installed)) {
        const file = `@koromix/${name}/${name.replace(/^koffi-/u, '').replace('-', '_')}/koffi.node`;
        if (existsSync(join(modules, file))) emit(`${name}.node`, file);
      }
      emit('koffi-LICENSE.txt', 'koffi/LICENSE.txt');
    },
  };
}

/** Everything that runs in Node: the CLI, the Electron entry and the kinds of worker, each one ES module. */
export default defineConfig({
  plugins: [nativeBindings()],
  build: {
    ssr: true,
    // without it Vite drops the assets of a build for the server
    ssrEmitAssets: true,
    outDir: 'out',
    emptyOutDir: false,
    target: 'node20.19',
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      input: {
        cli: 'main/hosts/cli/main.ts',
        electron: 'main/hosts/electron/main.ts',
        'scan-worker': 'main/hosts/worker/scan-worker.ts',
        'removal-worker': 'main/hosts/worker/removal-worker.ts',
        'watch-worker': 'main/hosts/worker/watch-worker.ts',
      },
      external: node,
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
    },
  },
  ssr: { noExternal: true },
});
