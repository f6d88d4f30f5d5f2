import { lstatSync } from 'node:fs';
import type { FolderPins, PinnedFolder } from '../../../system/ports.ts';
import { diskPath } from '../../fs/disk-names.ts';
import type { Target } from '../../ledger/disposal.ts';
import type { Outcome } from '../../ledger/outcomes.ts';

/** Pins a real folder as its own root; throws where the pins refuse. */
export function pinnedFolder(pins: FolderPins, path: string): PinnedFolder {
  const { dev, ino } = lstatSync(diskPath(path), { bigint: true });
  const folder = pins.pin(path, { dev, ino }, path);
  if (typeof folder === 'string') throw new Error(folder);
  return folder;
}

/** One entry as the sink passes it to a disposal; outcomes are stored in `told` under the entry's name. */
export function targetOf(folder: PinnedFolder, name: string, told: Map<string, Outcome>, entry = 0): Target {
  return {
    folder,
    name,
    entry,
    root: 0,
    segments: [],
    stat: folder.stat(name),
    report(outcome) {
      if (told.has(name)) throw new Error(`${name} was told twice`);
      told.set(name, outcome);
    },
  };
}
