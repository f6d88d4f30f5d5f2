import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';

const run = promisify(execFile);
const root = 'Documents/xwechat_files';

/** What a host does, as a program of its own: it ends only when the watch has left nothing behind. */
const program = (built: string, home: string, file: string): string => `
import { writeFileSync } from 'node:fs';
const { compose } = await import(${JSON.stringify(join(built, 'compose.js'))});
const assistant = await compose({
  env: { HOME: ${JSON.stringify(home)} }, system: 'linux', dataDir: ${JSON.stringify(join(home, 'state'))},
  demo: false, capabilities: {}, warn: (line) => console.log('warn', line),
  workers: { kind: 'threads', folder: ${JSON.stringify(built)}, count: 1 },
});
const client = assistant.client({ host: 'cli', may: ['read', 'write'] });
const told = new Promise((resolve) => client.on('watch.event', ({ kind, name }) => kind === 'file-received' && resolve(name)));
client.on('watch.changed', ({ state }) => state === 'live' && writeFileSync(${JSON.stringify(file)}, 'x'));
const keep = setInterval(() => undefined, 1000);
console.log((await client.call('watch.start', {})).value.state);
console.log(await told);
await client.call('watch.stop', {});
await client.call('watch.start', {});
clearInterval(keep);
await assistant.close();
console.log((await client.call('watch.get', {})).value.state);
`;

test.skipIf(process.platform !== 'linux')(
  'the thread tells what arrives, and after the end nothing keeps the program alive',
  { timeout: 60_000 },
  async () => {
    const home = await makeSmallHome();
    await home.put([...wechat4(root, 'wxid_owner_1a2b'), `${root}/wxid_owner_1a2b/business/favorite/old`]);
    const built = home.at('built');
    await build({
      ...{ configFile: false, logLevel: 'error' },
      ssr: { noExternal: true },
      build: {
        ...{ ssr: true, outDir: built },
        rolldownOptions: {
          input: {
            compose: join(import.meta.dirname, '../../assistant/compose.ts'),
            'watch-worker': join(import.meta.dirname, '../../hosts/worker/watch-worker.ts'),
          },
          external: [/^node:/],
          output: { format: 'es', entryFileNames: '[name].js' },
        },
      },
    });
    writeFileSync(join(built, 'package.json'), '{"type":"module"}');
    const file = home.at(root, 'wxid_owner_1a2b/business/favorite/new.pdf');
    writeFileSync(home.at('program.mjs'), program(built, home.path, file));
    const { stdout } = await run(process.execPath, [home.at('program.mjs')], { timeout: 30_000 });
    expect(stdout.trim().split('\n')).toEqual(['starting', 'new.pdf', 'off']);
  },
);
