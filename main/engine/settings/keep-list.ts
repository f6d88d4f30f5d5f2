import { join } from 'node:path';
import { z } from 'zod';
import { maxKept } from '../../../app/contract/keep.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { StateFolder, StoredShape } from '../state/state-folder.ts';

const file = ['keep.json'] as const;
const entrySchema = z.strictObject({
  path: z.string().min(1).max(4096),
  accountId: z.string().nullable(),
  /** milliseconds since 1970 */
  at: z.number().int().nonnegative(),
});
const storedSchema = z.strictObject({
  kept: z.array(entrySchema).max(maxKept),
  /** where an earlier, damaged list was set aside, until the person confirms what the list holds now */
  lost: z.string().nullable(),
});
export type KeptEntry = Readonly<z.infer<typeof entrySchema>>;
type Stored = z.infer<typeof storedSchema>;

const shape: StoredShape<Stored> = {
  version: 1,
  parse: (fields) => storedSchema.parse(Object.assign({}, fields)),
};

export interface KeptNow {
  readonly kept: readonly KeptEntry[];
  readonly lost: string | null;
}

/** Files and folders that no plan takes. */
export interface KeepList {
  read(): Promise<KeptNow>;
  /** The paths for a plan. Throws `keep-list-lost` and `other-format`: without the list nothing may be planned. */
  paths(): Promise<readonly string[]>;
  /** an entry that is there already stays as it is; throws `keep-refused` when the list is full */
  add(entries: readonly Omit<KeptEntry, 'at'>[]): Promise<void>;
  remove(paths: readonly string[]): Promise<void>;
  /** what the list holds now is all that is to be kept */
  confirm(): Promise<void>;
}

/** Throws `other-format`. A list that was damaged, now or before, is written anew with a note of the loss. */
async function readList(state: StateFolder): Promise<Stored> {
  const path = join(state.path, ...file);
  const stored = await state.readJson(file, shape);
  if (stored !== null) return stored;
  const otherFormat = state.otherFormatError(path);
  if (otherFormat !== null) throw otherFormat;
  // the note of a loss is written right after, so a missing list beside a damaged one is a loss not yet noted
  const aside = state.asides().findLast((one) => one.startsWith(`${path}.corrupt-`));
  if (aside === undefined) return { kept: [], lost: null };
  const lost: Stored = { kept: [], lost: aside };
  await state.writeJson(file, shape, lost);
  return lost;
}

function added(
  before: readonly KeptEntry[],
  entries: readonly Omit<KeptEntry, 'at'>[],
  at: number,
): KeptEntry[] {
  const all = new Map(before.map((one) => [one.path, one]));
  for (const one of entries) if (!all.has(one.path)) all.set(one.path, { ...one, at });
  const [overflow] = [...all.keys()].slice(maxKept);
  if (overflow !== undefined) throw new SignOffError('keep-refused', { path: overflow, why: 'full' });
  return [...all.values()];
}

/**
 * Reads the file before each answer, because the command line and a window may share it. A damaged list is never taken
 * for an empty one.
 */
export function createKeepList(state: StateFolder, now: () => number): KeepList {
  let last: Promise<unknown> = Promise.resolve();

  const load = (): Promise<Stored> => readList(state);
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  const change = (next: (stored: Stored) => Stored): Promise<void> =>
    inTurn(async () => {
      const before = await load();
      const after = next(before);
      if (JSON.stringify(after) !== JSON.stringify(before)) await state.writeJson(file, shape, after);
    });
  const read = (): Promise<KeptNow> => inTurn(load);

  return {
    read,
    async paths() {
      const { kept, lost } = await read();
      if (lost !== null) throw new SignOffError('keep-list-lost', { path: lost });
      return kept.map((one) => one.path);
    },
    add: (entries) => change(({ kept, lost }) => ({ kept: added(kept, entries, now()), lost })),
    remove: (paths) =>
      change(({ kept, lost }) => ({ kept: kept.filter((one) => !paths.includes(one.path)), lost })),
    confirm: () => change(({ kept }) => ({ kept, lost: null })),
  };
}
