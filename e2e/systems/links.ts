import assert from 'node:assert/strict';
import { existsSync, linkSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { signoff } from './signoff.ts';
import { accounts, makeStage, modes, weixinAccount } from './stage.ts';
import { subject, test } from './system-test.ts';

const folder = 'wxid_links_1234';
const clean = ['clean', '--all-accounts', '--yes', '--level', 'basic', '--mode'];

/** Makes a link; false where this system makes none. */
function linked(target: string, path: string, type: 'dir' | 'file' | 'junction'): boolean {
  try {
    symlinkSync(target, path, type);
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

subject('links among the caches', () => {
  for (const mode of modes)
    for (const type of ['dir', 'file', 'junction'] as const)
      test(`${mode}: a link (${type}) costs what it leads to nothing`, (context) => {
        const stage = makeStage(context);
        stage.put({ ...weixinAccount(accounts, folder), 'Pictures/mine.txt': 'mine' });
        const link = join(stage.home, accounts, folder, 'cache/2024-05/Message/link');
        const target = join(stage.home, 'Pictures', ...(type === 'file' ? ['mine.txt'] : []));
        if (!linked(target, link, type)) {
          context.skip(`not on wine 8: it makes no links of the kind ${type}`);
          return;
        }
        const done = signoff(stage, ...clean, mode);
        assert.equal(done.code, 0, `${done.text}${JSON.stringify(done.json.report)}`);
        assert.equal(readFileSync(join(stage.home, 'Pictures/mine.txt'), 'utf8'), 'mine');
        assert.equal(existsSync(join(stage.home, accounts, folder, 'cache/2024-05/Message/a')), false);
      });

  for (const mode of modes)
    test(`${mode}: of a file with a second name elsewhere, that name keeps its content`, (context) => {
      const stage = makeStage(context);
      stage.put({ ...weixinAccount(accounts, folder), 'Pictures/mine.txt': 'mine' });
      const second = join(stage.home, accounts, folder, 'cache/2024-05/Message/second.txt');
      linkSync(join(stage.home, 'Pictures/mine.txt'), second);
      const done = signoff(stage, ...clean, mode);
      assert.equal(readFileSync(join(stage.home, 'Pictures/mine.txt'), 'utf8'), 'mine', done.text);
      assert.equal(existsSync(second), false, JSON.stringify(done.json.report?.kept));
    });
});
