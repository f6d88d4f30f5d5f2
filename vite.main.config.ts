import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

const node = [...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'electron'];

/** Everything that runs in Node: the CLI, the Electron entry and the kinds of worker, each one ES module. */
export default defineConfig({
  build: {
    ssr: true,
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
