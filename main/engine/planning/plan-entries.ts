import type { Category } from '../../../app/cleanup/categories.ts';
import { matchKeep } from '../../../app/cleanup/glob.ts';
import { databaseOf, nameProtection, protection } from '../../../app/cleanup/protected.ts';
import { categoryOf, mayRemoveFolder, ruleEntry } from '../../../app/cleanup/select.ts';
import type { Chosen, Entry, Ruling } from '../../../app/cleanup/select.ts';
import { accountOfKey } from './frames.ts';
import { mayTake } from './may-take.ts';
import type { Bucket, Buckets, Frame } from './frames.ts';
import type { EntryTaker } from './entry-taker.ts';
import type { PlanTally } from './plan-tally.ts';
import { noAccount } from './scan-job.ts';
import type { ScanJob } from './scan-job.ts';
import { emptyFacts } from '../fs/walk.ts';
import type { EntryFacts } from '../fs/walk.ts';

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

function mayRemove(job: ScanJob, frame: Frame, chosen: Chosen, bucket: Bucket): boolean {
  if (frame.parent === null) return false;
  return mayRemoveFolder(chosen, bucket.place, {
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
function settleFamilies(waiting: readonly Waiting[]): readonly Ruling[] {
  const held = new Map<string, Ruling>();
  for (const { name, ruling } of waiting) {
    if (ruling === 'too-new' || ruling === 'kept-by-pattern') held.set(databaseOf(name), ruling);
  }
  return waiting.map(({ name, ruling }) =>
    ruling === 'take' ? (held.get(databaseOf(name)) ?? 'take') : ruling,
  );
}

/** Decides each entry by the rules that preview and execution share, and adds it to the tally. */
class PlanEntries implements EntryTaker {
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
    this.isFiltered =
      job.selection !== null && (job.selection.olderThanMs !== null || job.selection.keep.length > 0);
  }

  open(frame: Frame): void {
    this.frame = frame;
    this.ownBucket = this.buckets.own(frame);
    this.waiting = [];
    const { chosen } = frame.context;
    this.tally.openFolder(frame, chosen !== null && mayRemove(this.job, frame, chosen, this.ownBucket));
  }

  folder(): void {
    this.tally.seeFolder();
  }

  missed(): void {
    this.tally.miss();
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
    const rulings = settleFamilies(this.waiting);
    for (const [index, one] of this.waiting.entries())
      this.settle(one.bucket, one.category, one.name, one.facts, rulings[index] ?? 'protected');
    this.tally.closeFolder();
  }

  concerns(frame: Frame, name: string | null): boolean {
    return mayTake(this.job, this.buckets, frame, name);
  }

  private see(frame: Frame, own: Bucket, name: string | null, facts: EntryFacts, kind: Entry['kind']): void {
    const { owner } = frame.position;
    const match = name === null ? owner : frame.context.classifier.match(frame.position, name);
    const bucket = match === owner ? own : this.buckets.find(frame, match);
    const nameBits = name === null ? 0 : nameProtection(name);
    const category = categoryOf(bucket.location, nameBits | bucket.place.folderBits);
    if (bucket.inSelectedFolder) this.tally.seeAccountFile(bucket.account, category, name ?? '', facts.size);
    else if (category === 'backup' && bucket.account === noAccount) this.tally.seeSharedBackup(bucket.root);
    this.probe.kind = kind;
    this.probe.nameBits = nameBits;
    this.probe.exact = match !== owner && match?.exact === true;
    const ruling = this.rule(frame, bucket, name, facts);
    if (this.isFiltered && name !== null && (nameBits & protection.database) !== 0)
      this.waiting.push({ name, bucket, category, facts: { ...facts }, ruling });
    else this.settle(bucket, category, name ?? '', facts, ruling);
  }

  private rule(frame: Frame, bucket: Bucket, name: string | null, facts: EntryFacts): Ruling {
    const { chosen } = frame.context;
    // Test entries that stay anyway too, so that their pattern counts as matched.
    this.probe.keptByPattern = name === null ? frame.kept : isKept(frame, name);
    if (chosen === null || bucket.ruling === null) return 'not-selected';
    if (bucket.ruling !== 'take') return bucket.ruling;
    this.probe.mtimeMs = facts.mtimeMs;
    this.probe.representable = name !== null;
    return ruleEntry(chosen, bucket.place, this.probe);
  }

  private settle(bucket: Bucket, category: Category, name: string, facts: EntryFacts, ruling: Ruling): void {
    if (ruling === 'take') this.tally.take(bucket, category, name, facts);
    else this.tally.keep(ruling, category, facts.size, facts.allocated);
  }
}

/** Creates the entry handler of a plan scan. */
export function createPlanEntries(job: ScanJob, buckets: Buckets, tally: PlanTally): EntryTaker {
  return new PlanEntries(job, buckets, tally);
}
