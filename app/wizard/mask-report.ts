import type { ReportView, StillHereView } from '../contract/runs.ts';

/** Gives each name a number, the same one wherever it stands. */
function numbers(word: string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const masked = known.get(name) ?? `${word}-${String(known.size + 1)}`;
    known.set(name, masked);
    return masked;
  };
}

/**
 * The receipt without what names a person: account names and ids, paths, patterns, and the numbers of folders on the
 * disk. Sums, reasons, times and the verdict stay. The test lists every text of a receipt, so that a new one is decided there.
 */
export function maskedReport(report: ReportView): ReportView {
  const account = numbers('account');
  const root = numbers('root');
  const file = numbers('file');
  const place = numbers('place');
  const accountOf = (id: string | null): string | null => (id === null ? null : account(id));
  const maskedPlace = (one: StillHereView): StillHereView => ({
    ...one,
    accountId: accountOf(one.accountId),
    place: place(one.place),
    target: one.target === null ? null : place(one.target),
  });
  const { selection, verification } = report;
  return {
    ...report,
    selection: {
      ...selection,
      accounts: selection.accounts === 'all' ? 'all' : selection.accounts.map(account),
      keep: selection.keep.map((_, index) => `pattern-${String(index + 1)}`),
      ...(selection.alwaysKeep === undefined ? {} : { alwaysKeep: selection.alwaysKeep.map(file) }),
    },
    accounts: report.accounts.map(({ accountId, product, line, rootId }) => {
      const name = account(accountId);
      return { accountId: name, product, line, folder: name, rootId: root(rootId), key: name };
    }),
    roots: report.roots.map(({ rootId, platform, kind }) => {
      const name = root(rootId);
      return { rootId: name, realPath: name, platform, kind, dev: '0', ino: '0' };
    }),
    groups: report.groups.map((group) => ({
      ...group,
      rootId: root(group.rootId),
      accountId: accountOf(group.accountId),
    })),
    examples: report.examples.map(({ path, why }) => ({ path: file(path), why })),
    verification:
      verification === null
        ? null
        : {
            ...verification,
            examples: verification.examples.map(({ path, state }) => ({ path: file(path), state })),
            stillHere: verification.stillHere.map(maskedPlace),
          },
  };
}
