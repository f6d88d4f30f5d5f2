import { defineConfig } from 'vite';

/** The sandboxed preload: one CommonJS file, because Electron's sandbox loads nothing else. */
export default defineConfig({
  build: {
    ssr: true,
    outDir: 'out',
    emptyOutDir: false,
    target: 'chrome130',
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      input: { preload: 'main/hosts/electron/preload.ts' },
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
  ssr: { noExternal: true },
});
