import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameOfBytes } from '../../../../app/cleanup/byte-name.ts';
import type { FolderPins } from '../../../system/ports.ts';
import { diskPath } from '../../fs/disk-names.ts';
import { createPlan } from '../create-plan.ts';
import type { FrozenPlan } from '../../plans/frozen-plan.ts';
import { discoveryOf, freeControl, inline, platformById, rootOf, scratchFolder } from './sample-root.ts';
import { selectionOf } from './wechat-root.ts';

export const everything = selectionOf({ level: 'deep' });

/** A root with one account and its cache, in a new folder. */
export function oddHome(parent?: string) {
  const scratch = scratchFolder(parent);
  const root = join(scratch.path, 'xwechat_files');
  const cache = join(root, 'wxid_a/cache/2024-01');
  mkdirSync(cache, { recursive: true });
  return {
    ...scratch,
    root,
    cache,
    found: () => rootOf(platformById('wechat-linux-4'), root, ['wxid_a']),
    plan(selection = everything, deps = inline()): Promise<FrozenPlan> {
      const discovery = discoveryOf(rootOf(platformById('wechat-linux-4'), root, ['wxid_a']));
      return createPlan(deps, discovery, selection, 'p-1', freeControl());
    },
  };
}

/** Writes a file under exactly this name, also when it is invalid UTF-8. */
export function put(path: string, size = 5): void {
  writeFileSync(diskPath(path), Buffer.alloc(size, 1));
}

/** A name from raw bytes. */
export function bytes(...values: readonly number[]): string {
  return nameOfBytes(Uint8Array.from(values));
}

/** Every path below a folder, decoded as latin1, so that no byte is lost. */
export function bytesBelow(folder: Buffer): string[] {
  return readdirSync(folder, { encoding: 'buffer' }).flatMap((name) => {
    const path = Buffer.concat([folder, Buffer.from('/'), name]);
    const text = path.toString('latin1');
    return lstatSync(path).isDirectory() ? [text, ...bytesBelow(path)] : [text];
  });
}

/** Removes the planned entries through pins after a comparison. Throws at the first difference. */
export function removeThrough(pins: FolderPins, plan: FrozenPlan): void {
  for (let index = 0; index < plan.entryCount; index += 1) {
    const entry = plan.entry(index);
    const folder = plan.folder(entry.folder);
    const top = plan.roots[folder.root]?.realPath ?? '';
    const pin = pins.pin(join(top, ...folder.segments), folder.identity, top);
    if (typeof pin === 'string') throw new Error(`${JSON.stringify(plan.pathOf(index))}: ${pin}`);
    const stat = pin.stat(entry.name);
    if (stat.ino !== entry.ino || stat.bytes !== entry.bytes || stat.mtimeMs !== entry.mtimeMs)
      throw new Error(`${JSON.stringify(plan.pathOf(index))}: changed`);
    pin.removeFile(entry.name);
    pin.close();
  }
}
