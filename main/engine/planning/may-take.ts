import { rulePlace } from '../../../app/cleanup/select.ts';
import type { Owner } from '../../../app/cleanup/select.ts';
import { parsePattern } from '../../../app/platforms/pattern.ts';
import { accountOfKey, childFrame, segmentsOf } from './frames.ts';
import type { Bucket, Buckets, Frame } from './frames.ts';
import { noAccount } from './scan-job.ts';
import type { ScanJob, ScanRoot } from './scan-job.ts';

const noFacts = { ino: 0, mtimeMs: 0 };

function selectedOwner(job: ScanJob, account: number): Owner {
  if (account < 0) return 'stranger';
  return job.selectedAccounts[account] === true ? 'key' : 'other';
}

/**
 * The owner of a row's files below this folder. Assumes a selected account where the folder does not show the owner.
 */
function ownerBelow(job: ScanJob, frame: Frame, own: Bucket, key: string | null, row: string): Owner {
  if (frame.account !== noAccount) return own.place.owner;
  if (key !== null) return selectedOwner(job, accountOfKey(frame.context.root, key));
  return row.includes('<account>') && job.selectedAccounts.includes(true) ? 'key' : 'shared';
}

/**
 * True for an unrecognised folder among the accounts. It may be the rest of an account after an earlier deep clean,
 * when a part of it is unreadable.
 */
function mayBeAccount({ selected, platform, kind }: ScanRoot, top: string): boolean {
  const { accounts, notAccounts } = platform.data;
  if (selected !== 'all' || kind !== 'data' || top.startsWith('.')) return false;
  if (notAccounts.some((name) => name.toLowerCase() === top.toLowerCase())) return false;
  const [segment] = parsePattern(accounts, platform.system !== 'linux');
  return segment?.kind === 'match'
    ? segment.regex.test(top)
    : segment?.kind === 'literal' && segment.name === top;
}

function mayTakeBelow(job: ScanJob, buckets: Buckets, frame: Frame): boolean {
  const { chosen, root, classifier } = frame.context;
  if (chosen === null || frame.kept) return false;
  // The accounts of a root are known only after it is listed.
  if (frame.parent === null) return root.layout === 'recognised' && root.platform.support === 'clean';
  const own = buckets.own(frame);
  if (own.ruling === 'take') return true;
  const isUnknown = frame.account === noAccount && own.location === null && own.place.support === 'clean';
  if (isUnknown && chosen.level === 'deep' && own.place.layout === 'recognised')
    if (mayBeAccount(root, segmentsOf(frame)[0] ?? '')) return true;
  return classifier.below(frame.position).some(({ location: index, key }) => {
    const location = root.platform.locations[index];
    if (location === undefined) return false;
    const owner = ownerBelow(job, frame, own, key, location.paths.join());
    return rulePlace(chosen, { ...own.place, owner, location }) === 'take';
  });
}

/**
 * Whether the selection may take something from an unreadable place: `name` in this folder, or the whole folder.
 * Content outside the selection's rows and accounts would have stayed anyway.
 */
export function mayTake(job: ScanJob, buckets: Buckets, frame: Frame, name: string | null): boolean {
  if (name === null) return mayTakeBelow(job, buckets, frame);
  const { classifier, chosen } = frame.context;
  if (chosen === null || frame.kept) return false;
  if (buckets.find(frame, classifier.match(frame.position, name)).ruling === 'take') return true;
  return mayTakeBelow(job, buckets, childFrame(frame, name, `${frame.path}/${name}`, noFacts));
}
