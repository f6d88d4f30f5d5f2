import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** `node bench/make-home.mjs FOLDER FILES`: generates the home of `demoTree` again, which is faster than a copy. */
const source = fileURLToPath(new URL('../main/demo/generate-demo-home.ts', import.meta.url));
const [folder, files] = process.argv.slice(2);
const { module: demo } = await runnerImport(source);
await demo.generateDemoHome({ folder, files: Number(files), seed: 2, realBytes: 0 });
process.exit(0);
