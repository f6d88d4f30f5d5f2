import type { Match } from '../../../app/cleanup/classify.ts';
import { rulePlace } from '../../../app/cleanup/select.ts';
import type { Owner, Place } from '../../../app/cleanup/select.ts';
import type { Bin } from './bin.ts';
import type { Frame } from './frames.ts';
import { noAccount, stranger } from './scan-job.ts';
import type { ScanJob, ScanRoot } from './scan-job.ts';

export interface Bins {
  /** the bin for files of `match` in `frame` */
  of(frame: Frame, match: Match | null): Bin;
  /** the bin for files in `frame` without a deeper row */
  own(frame: Frame): Bin;
}

/** The account of a key in a path. Ignores case where the file system does. */
export function accountOfKey(root: ScanRoot, key: string): number {
  const exact = root.accountByKey.get(key);
  if (exact !== undefined) return exact;
  if (root.platform.system !== 'windows') return stranger;
  const wanted = key.toLowerCase();
  for (const [known, account] of root.accountByKey) if (known.toLowerCase() === wanted) return account;
  return stranger;
}

function accountOf(frame: Frame, match: Match | null): number {
  if (frame.account !== noAccount) return frame.account;
  const key = match?.key ?? null;
  return key === null ? noAccount : accountOfKey(frame.context.root, key);
}

function ownerOf(job: ScanJob, frame: Frame, account: number): Owner {
  if (account === noAccount) return 'shared';
  if (account === stranger) return 'stranger';
  if (job.selectedAccounts[account] !== true) return 'other';
  return frame.account === account ? 'folder' : 'key';
}

/** Keeps one bin per combination, a few hundred in a scan. */
export function createBins(job: ScanJob): Bins {
  const bins = new Map<string, Bin>();

  const make = (frame: Frame, match: Match | null, account: number): Bin => {
    const { root, index, chosen } = frame.context;
    const location = match === null ? null : (root.platform.locations[match.location] ?? null);
    const place: Place = {
      layout: root.layout,
      support: root.platform.support,
      owner: ownerOf(job, frame, account),
      location,
      selected: root.selected,
      folderBits: frame.guard.bits,
    };
    return {
      root: index,
      account,
      locationIndex: match?.location ?? -1,
      location,
      place,
      ruling: chosen === null ? null : rulePlace(chosen, place),
      inSelectedFolder: place.owner === 'folder',
      groups: new Map(),
      buckets: new Map(),
    };
  };

  const of = (frame: Frame, match: Match | null): Bin => {
    const account = accountOf(frame, match);
    const key = `${frame.context.index},${account},${frame.account},${match?.location ?? -1},${frame.guard.bits}`;
    const known = bins.get(key);
    if (known !== undefined) return known;
    const bin = make(frame, match, account);
    bins.set(key, bin);
    return bin;
  };

  return {
    of,
    own(frame) {
      const { parent, position } = frame;
      const isLikeParent =
        parent?.position.owner === position.owner &&
        parent.account === frame.account &&
        parent.guard.bits === frame.guard.bits;
      frame.bin ??= (isLikeParent ? parent.bin : null) ?? of(frame, position.owner);
      return frame.bin;
    },
  };
}
