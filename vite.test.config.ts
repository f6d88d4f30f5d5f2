import { mergeConfig } from 'vite';
import main from './vite.main.config.ts';

/** The same program for tests: its entries compose it with the process list of the test. Built into out-test/, never packaged. */
export default mergeConfig(main, {
  build: {
    outDir: 'out-test/out',
    rolldownOptions: {
      input: { cli: 'main/hosts/testing/cli.ts', electron: 'main/hosts/electron/testing/electron.ts' },
    },
  },
});
