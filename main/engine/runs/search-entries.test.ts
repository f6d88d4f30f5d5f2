import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nameOfBytes } from '../../../app/cleanup/byte-name.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { realTrash, realTrashLook } from '../../testing/real-trash.ts';
import { diskPath } from '../fs/disk-names.ts';
import { planOf } from '../removal/testing/plan-of-tree.ts';
import { pinnedFolder } from '../removal/testing/target-of.ts';
import type { JournalHeader } from '../ledger/journal-lines.ts';
import { makeFolder } from './testing/run-plan.ts';
import { createSearch } from './search-entries.ts';

function headerOf(plan: ReturnType<typeof planOf>): JournalHeader {
  const { id: planId, selection, total: planned, groups } = plan.view;
  const amounts = { entries: plan.entryCount, planned, groups, accounts: [], roots: [] };
  return {
    ...{ kind: 'header', version: 3, runId: 'r-1', mode: 'trash', startedAt: 1, pid: 1 },
    ...{ planId, selection, ...amounts },
  };
}

test.runIf(process.platform === 'linux').each([
  ['text', 'b'],
  ['no text', nameOfBytes(Uint8Array.of(0x62, 0xff))],
])('a folder trashed from a parent whose name is %s is reported as trashed', (_what, parent) => {
  const root = makeFolder();
  const gone = join(root, parent, 'gone');
  mkdirSync(diskPath(gone), { recursive: true });
  const identityOf = (path: string) => {
    const { dev, ino } = lstatSync(diskPath(path), { bigint: true });
    return { dev, ino };
  };
  const folder = {
    ...{ root: 0, segments: [parent, 'gone'], identity: identityOf(gone) },
    ...{ removable: true, mtimeMs: 0, complete: true },
  };
  const plan = planOf([{ id: 'root-0', realPath: root, identity: identityOf(root) }], [folder], []);
  const dataHome = makeFolder('signoff-bin-');
  const search = createSearch({
    ...{ plan, header: headerOf(plan), part: null, bin: realTrashLook(dataHome) },
    ...{ pins: bestFolderPins(), style: 'posix' },
  });
  expect(search.folder(0)).toBeNull();
  const within = pinnedFolder(bestFolderPins(), join(root, parent));
  expect(realTrash(dataHome).put(within, 'gone', gone)).toBe('taken');
  within.close();
  search.close();
  expect(search.folder(0)).toBe('trashed');
  rmSync(join(dataHome, 'Trash', 'info', 'gone.trashinfo'));
  expect(search.folder(0)).toBeNull();
  search.close();
});
