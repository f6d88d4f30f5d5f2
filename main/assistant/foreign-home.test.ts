import { chownSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { nobody } from '../testing/as-nobody.ts';
import type { AssistantOptions } from './assistant.ts';
import { compose } from './compose.ts';

function makeFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-foreign-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function optionsFor(home: string, change: Partial<AssistantOptions> = {}): AssistantOptions {
  const capabilities = {
    ...{ tray: false, trash: false, notifications: false },
    ...{ autostart: false, powerEvents: false, openFolder: false },
  };
  return {
    env: { HOME: home },
    system: 'linux',
    workers: { kind: 'inline' },
    warn: () => undefined,
    ...{ dataDir: null, demo: false, capabilities, ...change },
  };
}

describe.skipIf(process.geteuid?.() !== 0)('root in another user’s home', () => {
  test('is refused, and nothing is written', async () => {
    const home = makeFolder();
    chownSync(home, nobody, nobody);
    const refused = { code: 'foreign-home', params: { home } };
    for (const dataDir of [null, makeFolder()])
      await expect(compose(optionsFor(home, { dataDir }))).rejects.toMatchObject(refused);
    expect(readdirSync(home)).toEqual([]);
  });

  test('is allowed on request, with the own folder outside that home', async () => {
    const home = makeFolder();
    const dataDir = join(makeFolder(), 'state');
    chownSync(home, nobody, nobody);
    const assistant = await compose(optionsFor(home, { dataDir, allowForeignHome: true }));
    await assistant.close();
    expect(readdirSync(home)).toEqual([]);
  });

  test('is refused an own folder inside that home, also on request', async () => {
    const home = makeFolder();
    chownSync(home, nobody, nobody);
    const options = optionsFor(home, { dataDir: join(home, 'state'), allowForeignHome: true });
    await expect(compose(options)).rejects.toMatchObject({
      code: 'data-dir-refused',
      params: { which: 'other-user' },
    });
    expect(readdirSync(home)).toEqual([]);
  });
});
