import type { Selection } from '../../../app/contract/plans.ts';
import type { Category } from '../../../app/cleanup/categories.ts';
import { matchKeep } from '../../../app/cleanup/glob.ts';
import { databaseOf, nameProtection, protection } from '../../../app/cleanup/protected.ts';
import { categoryOf, mayRemoveFolder, ruleEntry, rulePlace } from '../../../app/cleanup/select.ts';
import type { Criteria, Entry, Ruling, Owner } from '../../../app/cleanup/select.ts';
import { parsePattern } from '../../../app/platforms/pattern.ts';
import { emptyFacts } from '../fs/walk.ts';
import type { EntryFacts } from '../fs/walk.ts';
import { accountOfKey, childFrame, segmentsOf } from './frames.ts';
import type { Bucket, Buckets, Frame } from './frames.ts';
import type { EntryHandler } from './walk-roots.ts';
import type { PlanTally } from './plan-tally.ts';
import { noAccount } from './scan-job.ts';
import type { ScanJob, ScanRoot, StayingRow } from './scan-job.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A database or journal whose decision depends on its family. */
interface Waiting {
  readonly name: string;
  readonly bucket: Bucket;
  readonly category: Category;
  readonly facts: EntryFacts;
  readonly ruling: Ruling;
}

function isNamedAfterSelected(job: ScanJob, frame: Frame): boolean {
  const { named } = frame.position;
  if (named === null) return false;
  const account = accountOfKey(frame.context.root, named);
  return job.selectedAccounts[account] === true;
}

function mayRemove(job: ScanJob, frame: Frame, criteria: Criteria, bucket: Bucket): boolean {
  if (frame.parent === null) return false;
  return mayRemoveFolder(criteria, bucket.place, {
    isOwnFolder: frame.position.here,
    isAccountFolder: frame.account >= 0 && frame.parent.parent === null,
    isNamedAfterSelected: isNamedAfterSelected(job, frame),
    keptByPattern: frame.kept,
  });
}

function isKept({ context, keep, kept }: Frame, name: string): boolean {
  const matched = matchKeep(keep, name, context.foldCase);
  for (const pattern of matched) context.keepMatched.add(pattern);
  return kept || matched.length > 0;
}

/**
 * Keeps or takes a database together with its journals, because a filter that splits them could leave a database that
 * no longer opens.
 */
function decideFamilies(waiting: readonly Waiting[]): readonly Ruling[] {
  const held = new Map<string, Ruling>();
  for (const { name, ruling } of waiting) {
    if (ruling === 'too-new' || ruling === 'kept-by-pattern') held.set(databaseOf(name), ruling);
  }
  return waiting.map(({ name, ruling }) =>
    ruling === 'take' ? (held.get(databaseOf(name)) ?? 'take') : ruling,
  );
}

/** Whether a database and its journals may be ruled differently. */
function isFiltered({ olderThanMs, keep, alwaysKeep = [] }: Selection): boolean {
  return olderThanMs !== null || keep.length > 0 || alwaysKeep.length > 0;
}

const noFacts = { ino: 0, mtimeMs: 0 };

function selectedOwner(job: ScanJob, account: number): Owner {
  if (account < 0) return 'unknown';
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
  const { criteria, root, classifier } = frame.context;
  if (criteria === null || frame.kept) return false;
  // The accounts of a root are known only after it is listed.
  if (frame.parent === null) return root.layout === 'recognised' && root.platform.support !== 'detect-only';
  const own = buckets.own(frame);
  if (own.ruling === 'take') return true;
  const isUnknown = frame.account === noAccount && own.location === null && own.place.support === 'clean';
  if (isUnknown && criteria.level === 'deep' && own.place.layout === 'recognised')
    if (mayBeAccount(root, segmentsOf(frame)[0] ?? '')) return true;
  return classifier.below(frame.position).some(({ location: index, key }) => {
    const location = root.platform.locations[index];
    if (location === undefined) return false;
    const owner = ownerBelow(job, frame, own, key, location.paths.join());
    return rulePlace(criteria, { ...own.place, owner, location }) === 'take';
  });
}

/**
 * Whether the selection may take something from an unreadable place: `name` in this folder, or the whole folder.
 * Content outside the selection's rows and accounts would have stayed anyway.
 */
function mayTake(job: ScanJob, buckets: Buckets, frame: Frame, name: string | null): boolean {
  if (name === null) return mayTakeBelow(job, buckets, frame);
  const { classifier, criteria } = frame.context;
  if (criteria === null || frame.kept) return false;
  if (buckets.find(frame, classifier.match(frame.position, name)).ruling === 'take') return true;
  return mayTakeBelow(job, buckets, childFrame(frame, name, `${frame.path}/${name}`, noFacts));
}

/** Whether a row of sign-ins can lie below this folder, or behind this link. */
function mayHoldSignIn(frame: Frame, name: string): boolean {
  const { classifier, root } = frame.context;
  const { position } = childFrame(frame, name, `${frame.path}/${name}`, noFacts);
  const rows = [
    ...classifier.below(position).map(({ location }) => location),
    position.owner?.location ?? -1,
  ];
  return rows.some((row) => root.platform.locations[row]?.category === 'credentials');
}

/** Rulings by which a place stays whatever the person chooses, at every level. */
const byRule: ReadonlySet<Ruling> = new Set([
  'report-only',
  'unknown-layout',
  'not-selected',
  'link',
  'mount',
  'special-file',
  'name-not-representable',
]);

/** Whether a place may hold something of the chosen accounts: of a chosen one, or of no single one. */
function mayBeChosen({ place }: Bucket): boolean {
  if (place.owner === 'unknown') return place.selected === 'all';
  return place.owner !== 'other';
}

/** The reason to name for a place that stays; null for one that a deeper or wider clean takes. */
function stayingReason(
  kind: Entry['kind'],
  ruling: Ruling,
  level: Criteria['level'] | undefined,
): StayingRow['reason'] | null {
  if (ruling === 'take') return kind === 'link' ? 'behind-link' : null;
  // what is protected below deep is a matter of the level
  if (!byRule.has(ruling) && (ruling !== 'protected' || level !== 'deep')) return null;
  if (kind === 'mount') return 'mount';
  if (kind === 'special') return 'special-file';
  return kind === 'link' ? 'link' : ruling;
}

/** Decides each entry by the rules that preview and execution share, and adds it to the tally. */
class PlanEntries implements EntryHandler {
  private readonly job: ScanJob;
  private readonly buckets: Buckets;
  private readonly tally: PlanTally;
  private readonly isFiltered: boolean;
  private readonly probe: Writable<Entry> = {
    kind: 'file',
    mtimeMs: 0,
    nameBits: 0,
    exact: false,
    keptByPattern: false,
    representable: true,
  };
  private frame: Frame | null = null;
  private ownBucket: Bucket | null = null;
  private waiting: Waiting[] = [];

  constructor(job: ScanJob, buckets: Buckets, tally: PlanTally) {
    this.job = job;
    this.buckets = buckets;
    this.tally = tally;
    this.isFiltered = job.selection !== null && isFiltered(job.selection);
  }

  open(frame: Frame): void {
    this.frame = frame;
    this.ownBucket = this.buckets.own(frame);
    this.waiting = [];
    const { criteria } = frame.context;
    this.tally.openFolder(frame, criteria !== null && mayRemove(this.job, frame, criteria, this.ownBucket));
  }

  folder(): void {
    this.tally.countFolder();
  }

  skipped(): void {
    this.tally.markIncomplete();
  }

  entry(name: string | null, facts: EntryFacts): void {
    const kind = facts.kind === 'folder' ? 'file' : facts.kind;
    if (this.frame !== null && this.ownBucket !== null)
      this.see(this.frame, this.ownBucket, name, facts, kind);
  }

  mount(name: string): void {
    if (this.frame !== null && this.ownBucket !== null)
      this.see(this.frame, this.ownBucket, name, emptyFacts(), 'mount');
  }

  close(): void {
    const rulings = decideFamilies(this.waiting);
    for (const [index, one] of this.waiting.entries())
      this.settle(one.bucket, one.category, one.name, one.facts, rulings[index] ?? 'protected');
    this.tally.closeFolder();
  }

  matters(frame: Frame, name: string | null): boolean {
    return mayTake(this.job, this.buckets, frame, name);
  }

  private see(frame: Frame, own: Bucket, name: string | null, facts: EntryFacts, kind: Entry['kind']): void {
    const { owner } = frame.position;
    const match = name === null ? owner : frame.context.classifier.match(frame.position, name);
    const bucket = match === owner ? own : this.buckets.find(frame, match);
    const nameBits = name === null ? 0 : nameProtection(name);
    const category = categoryOf(bucket.location, nameBits | bucket.place.folderBits);
    if (bucket.inSelectedFolder)
      this.tally.countAccountFile(bucket.account, category, name ?? '', facts.size);
    else if (category === 'backup' && bucket.account === noAccount) this.tally.noteSharedBackup(bucket.root);
    this.probe.kind = kind;
    this.probe.nameBits = nameBits;
    this.probe.exact = match !== owner && match?.exact === true;
    const ruling = this.rule(frame, bucket, name, facts);
    if (this.isFiltered && name !== null && (nameBits & protection.database) !== 0)
      this.waiting.push({ name, bucket, category, facts: { ...facts }, ruling });
    else this.settle(bucket, category, name ?? '', facts, ruling);
    this.note(frame, bucket, category, name, facts, kind, ruling);
  }

  /** Families are decided later, but a kept database is a choice, never a rule. */
  private note(
    frame: Frame,
    bucket: Bucket,
    category: Category,
    name: string | null,
    facts: EntryFacts,
    kind: Entry['kind'],
    ruling: Ruling,
  ): void {
    const reason = stayingReason(kind, ruling, frame.context.criteria?.level);
    if (reason === null || !mayBeChosen(bucket)) return;
    const isLink = kind === 'link';
    const mayLeadOn = name !== null && (isLink || kind === 'mount');
    this.tally.noteStaying({
      ...{ root: frame.context.index, account: Math.max(bucket.account, noAccount), category, reason },
      path: [...segmentsOf(frame), name ?? '…'].join('/'),
      isLink,
      mayHoldSignIn: mayLeadOn && mayHoldSignIn(frame, name),
      newest: kind === 'mount' ? null : facts.mtimeMs,
      ...{ files: 1, bytes: isLink ? 0 : facts.size, allocated: isLink ? 0 : facts.allocated },
    });
  }

  private rule(frame: Frame, bucket: Bucket, name: string | null, facts: EntryFacts): Ruling {
    const { criteria } = frame.context;
    // Test entries that stay anyway too, so that their pattern counts as matched.
    this.probe.keptByPattern = name === null ? frame.kept : isKept(frame, name);
    if (criteria === null || bucket.ruling === null) return 'not-selected';
    if (bucket.ruling !== 'take') return bucket.ruling;
    this.probe.mtimeMs = facts.mtimeMs;
    this.probe.representable = name !== null;
    return ruleEntry(criteria, bucket.place, this.probe);
  }

  private settle(bucket: Bucket, category: Category, name: string, facts: EntryFacts, ruling: Ruling): void {
    if (ruling === 'take') this.tally.take(bucket, category, name, facts);
    else this.tally.keep(ruling, category, facts);
  }
}

/** Creates the entry handler of a plan scan. */
export function createPlanEntries(job: ScanJob, buckets: Buckets, tally: PlanTally): EntryHandler {
  return new PlanEntries(job, buckets, tally);
}
