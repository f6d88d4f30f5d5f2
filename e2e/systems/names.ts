import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signoff } from './signoff.ts';
import { accounts, isWindows, makeStage, modes, weixinAccount, write } from './stage.ts';
import { subject, test } from './system-test.ts';

const folder = 'wxid_names_1234';

/** names that any disk holds */
const everywhere = [
  '聊天 记录.dat',
  '𠮷野家🏮.jpg',
  'e\u0301 and é',
  '-rf',
  '--mode',
  '$HOME `id` %TEMP%',
  "it's [a-z] {x}",
  ' leading blank',
  '.hidden',
  '#~$.tmp',
  '\u202Etxt.jpg',
  `${'很'.repeat(70)}.dat`,
];
const elsewhere = isWindows
  ? ['NUL.txt', 'con', 'aux.dat', 'COM1']
  : ['line\nbreak', 'back\\slash', 'C:', '*?"<>|', '\u001B[31mred', 'trailing. ', ' '];

subject('odd names among the caches', () => {
  for (const mode of modes)
    test(`${mode}: each goes, and the same name elsewhere stays`, (context) => {
      const stage = makeStage(context);
      stage.put(weixinAccount(accounts, folder));
      const account = join(stage.home, accounts, folder);
      const names = [...everywhere, ...elsewhere];
      const at = (place: string, name: string): string => `${account}/${place}/${name}`;
      for (const name of names)
        for (const place of ['cache/2024-05/Message/a', 'msg/file/2024-05']) write(at(place, name), name);
      const done = signoff(
        ...([stage, 'clean', '--all-accounts', '--yes', '--level', 'basic', '--mode', mode] as const),
      );
      assert.equal(done.code, 0, `${done.text}${JSON.stringify(done.json.report)}`);
      for (const name of names) {
        assert.equal(existsSync(at('cache/2024-05/Message/a', name)), false, JSON.stringify(name));
        assert.equal(readFileSync(at('msg/file/2024-05', name), 'utf8'), name);
      }
      if (mode !== 'quarantine') return;
      const [batch] = signoff(stage, 'quarantine', 'list').json.batches ?? [];
      const back = signoff(stage, 'quarantine', 'restore', batch?.id ?? '');
      assert.equal(back.code, 0, `${back.text}${JSON.stringify(back.json)}`);
      for (const name of names) assert.equal(readFileSync(at('cache/2024-05/Message/a', name), 'utf8'), name);
    });
});
