import { z } from 'zod';
import { accountMarkSchema } from '../../../app/contract/accounts.ts';
import type { AccountMark } from '../../../app/contract/accounts.ts';
import type { StateFolder, StoredShape } from '../state/state-folder.ts';

const file = ['accounts.json'] as const;
/** `at`: when it was said, milliseconds since 1970 */
const storedMark = accountMarkSchema.extend({ at: z.number().int().nonnegative() });
const storedSchema = z.strictObject({ marks: z.array(storedMark) });
type StoredMark = z.infer<typeof storedMark>;
const shape: StoredShape<z.infer<typeof storedSchema>> = {
  version: 1,
  parse: (fields) => storedSchema.parse(Object.assign({}, fields)),
};

/** What may be said at a time; what is not given stays as it was. */
export type MarkChange = Pick<AccountMark, 'accountId'> & {
  readonly [K in 'name' | 'isMine']?: AccountMark[K] | undefined;
};

/** What the person said about accounts: which are theirs, and their own names for them. Kept until they leave. */
export interface AccountMarks {
  list(): Promise<readonly AccountMark[]>;
  /** a mark that says nothing any more is dropped */
  set(change: MarkChange): Promise<readonly AccountMark[]>;
  /** forgets what was said about these accounts */
  clear(accountIds: readonly string[]): Promise<readonly AccountMark[]>;
}

interface Limits {
  readonly now: () => number;
  /** how long a mark holds, in ms; null: until it is cleared */
  readonly lifetime: () => number | null;
}

/**
 * Reads the file before each answer, because the command line and a window may share it. Removes expired marks on each
 * read: their user may have left without cleaning.
 */
export function createAccountMarks(state: StateFolder, { now, lifetime }: Limits): AccountMarks {
  let last: Promise<unknown> = Promise.resolve();
  const isOld = ({ at }: StoredMark): boolean => {
    const longest = lifetime();
    return longest !== null && now() - at > longest;
  };
  const change = (next: (marks: readonly StoredMark[]) => readonly StoredMark[]) => {
    const done = last.then(async () => {
      const before = (await state.readJson(file, shape))?.marks ?? [];
      const marks = next(before.filter((mark) => !isOld(mark)));
      if (JSON.stringify(marks) !== JSON.stringify(before))
        await state.writeJson(file, shape, { marks: [...marks] });
      return marks.map(({ accountId, name, isMine }) => ({ accountId, name, isMine }));
    });
    last = done.catch(() => undefined);
    return done;
  };
  return {
    list: () => change((marks) => marks),
    set: ({ accountId, name, isMine }) =>
      change((marks) => {
        const said = marks.find((mark) => mark.accountId === accountId);
        const others = marks.filter((mark) => mark.accountId !== accountId);
        const mark = {
          ...{ accountId, at: now() },
          name: name === undefined ? (said?.name ?? null) : name,
          isMine: isMine ?? said?.isMine ?? false,
        };
        return mark.name === null && !mark.isMine ? others : [...others, mark];
      }),
    clear: (ids) => change((marks) => marks.filter(({ accountId }) => !ids.includes(accountId))),
  };
}
