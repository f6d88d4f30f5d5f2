import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FrozenPlan } from './frozen-plan.ts';
import { asTable } from './plan-columns.ts';
import type { TablePlan } from './plan-columns.ts';
import { bytesOf, planFormat, planVersion } from './plan-file.ts';
import type { PlanFileBody, PlanFileHead } from './plan-file.ts';

function bodyOf(plan: TablePlan): PlanFileBody {
  return {
    view: plan.view,
    roots: plan.roots.map(({ id, realPath, identity, lastFolders }) => ({
      id,
      realPath,
      dev: String(identity.dev),
      ino: String(identity.ino),
      ...(lastFolders === undefined ? {} : { lastFolders }),
    })),
    folders: plan.folderCount,
    pathBytes: plan.folders.path.stored().bytes.length,
    entries: plan.entryCount,
  };
}

function lineOf(value: PlanFileHead | PlanFileBody): Uint8Array {
  return Buffer.from(`${JSON.stringify(value)}\n`, 'utf8');
}

/** The file in pieces. The next piece may overwrite the previous one. */
function* piecesOf(plan: TablePlan): Generator<Uint8Array> {
  const { id, expiresAt } = plan.view;
  yield lineOf({ format: planFormat, version: planVersion, id, expiresAt });
  yield lineOf(bodyOf(plan));
  const { ino, mtime, root, flags, path } = plan.folders;
  const { ends, bytes } = path.stored();
  for (const column of [ino, mtime, root, ends, flags, bytes]) yield bytesOf(column);
  for (const { shape, block } of plan.entries.blocks()) {
    yield bytesOf(Uint32Array.of(shape.count, shape.nameBytes, shape.flags));
    yield block;
  }
}

/** Writes a plan and a checksum over it. The file must not exist. */
export async function writePlanFile(path: string, plan: FrozenPlan): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    for (const piece of piecesOf(asTable(plan))) {
      hash.update(piece);
      await file.writeFile(piece);
    }
    await file.writeFile(hash.digest());
    await file.sync();
  } finally {
    await file.close();
  }
}
