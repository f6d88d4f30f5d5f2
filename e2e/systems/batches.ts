import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ConflictRule } from '../../app/contract/quarantine.ts';
import { diffSnapshots, snapshotTree } from '../../main/testing/tree-snapshot.ts';
import { signoff } from './signoff.ts';
import { accounts, makeStage, weixinAccount } from './stage.ts';
import type { Stage } from './stage.ts';
import { subject, test } from './system-test.ts';

const folder = 'wxid_batch_1234';

function prepare(stage: Stage): void {
  stage.put({ ...weixinAccount(accounts, folder), 'Pictures/mine.txt': 'mine' });
}

function putAside(stage: Stage): string {
  const clean = ['clean', '--all-accounts', '--yes', '--level', 'deep', '--mode', 'quarantine'];
  const done = signoff(stage, ...clean);
  assert.equal(done.code, 0, `${done.text}${JSON.stringify(done.json.report)}`);
  const [batch] = signoff(stage, 'quarantine', 'list').json.batches ?? [];
  return batch?.id ?? '';
}

function batchFolders({ dataDir }: Stage): readonly string[] {
  return readdirSync(join(dataDir, 'quarantine')).filter((name) => !name.startsWith('.'));
}

subject('the quarantine', () => {
  test('is restored byte for byte, put aside again, and purged', async (context) => {
    const stage = makeStage(context);
    prepare(stage);
    const before = await snapshotTree(stage.home);
    const restored = signoff(stage, 'quarantine', 'restore', putAside(stage));
    assert.equal(restored.code, 0, `${restored.text}${JSON.stringify(restored.json)}`);
    const { removed, added, changed } = diffSnapshots(before, await snapshotTree(stage.home));
    // sign-ins are deleted in every mode
    assert.deepEqual([removed.filter((path) => !path.includes('/all_users')), added], [[], []]);
    assert.deepEqual(
      changed.filter((path) => before.get(path)?.kind === 'file'),
      [],
    );
    putAside(stage);
    const purged = signoff(stage, 'quarantine', 'purge', '--all', '--yes');
    assert.equal(purged.code, 0, `${purged.text}${JSON.stringify(purged.json)}`);
    assert.deepEqual(batchFolders(stage), []);
  });

  const there: Readonly<Record<ConflictRule, string>> = { skip: 'new', rename: 'new', overwrite: 'chats' };
  for (const conflict of ['skip', 'rename', 'overwrite'] as const)
    test(`a file in the way, restored by “${conflict}”`, (context) => {
      const stage = makeStage(context);
      prepare(stage);
      const batch = putAside(stage);
      const message = `${accounts}/${folder}/db_storage/message`;
      stage.put({ [`${message}/message_0.db`]: 'new' });
      const { json } = signoff(stage, 'quarantine', 'restore', batch, '--conflict', conflict);
      assert.equal(readFileSync(join(stage.home, message, 'message_0.db'), 'utf8'), there[conflict]);
      const all = readdirSync(join(stage.home, message)).map((name) =>
        readFileSync(join(stage.home, message, name), 'utf8'),
      );
      const isBack = all.includes('chats');
      assert.equal(isBack, conflict !== 'skip', all.join());
      assert.equal(json.restored?.isEmptied, isBack);
      assert.equal(batchFolders(stage).length, isBack ? 0 : 1, 'what did not go back can still be had');
      assert.equal(existsSync(join(stage.home, accounts, folder, 'msg/file/2024-05/合同.pdf')), true);
    });
});
