import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildCli, ended } from './testing/built-cli.ts';
import type { BuiltCli } from './testing/built-cli.ts';

let cli: BuiltCli;
beforeAll(async () => void (cli = await buildCli()), 120_000);

const kinds: Readonly<Record<string, (path: string) => void>> = {
  'a FIFO': (path) => void execFileSync('mkfifo', [path]),
  '3 GB': (path) => {
    writeFileSync(path, '');
    truncateSync(path, 3e9);
  },
};

describe.skipIf(process.platform === 'win32').each(Object.keys(kinds))('%s in the state folder', (kind) => {
  test.each([
    'settings.json',
    'run.lock',
    'plans/p-1.plan',
    'reports/r-1.json',
    'runs/r-1.jsonl',
    'session/baseline.bin',
  ])(
    'as %s does not stop status',
    async (name) => {
      const home = await cli.emptyHome();
      const state = join(home, 'own-state');
      const path = join(state, name);
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      kinds[kind]?.(path);
      const began = Date.now();
      const { exit, err } = await ended(cli.start(home, ['status', '--data-dir', state]));
      expect([0, 1, 4], err).toContain(exit);
      expect(Date.now() - began).toBeLessThan(20_000);
      expect(readdirSync(state).length).toBeGreaterThan(0);
    },
    40_000,
  );
});
