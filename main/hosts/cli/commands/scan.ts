import { missingRowText } from '../../../../app/wizard/missing-row.ts';
import { SignOffError } from '../../../../app/contract/errors.ts';
import type { DiscoveryView } from '../../../../app/contract/accounts.ts';
import type { UsageView } from '../../../../app/contract/usage.ts';
import {
  absolute,
  amountCells,
  byOwner,
  discoveredFor,
  durationText,
  ownerCells,
  printLookedIn,
  printNotes,
  printSearch,
  sizeText,
  summed,
} from '../wording.ts';
import type { Wording } from '../wording.ts';
import { call, finishJob } from '../command.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { pathCell } from '../printer.ts';
import type { Cell, Printer } from '../printer.ts';

const left = { align: 'left' } as const;
const right = { align: 'right' } as const;
const owner = { align: 'left', isOwner: true } as const;

function printUsage(print: Printer, wording: Wording, discovery: DiscoveryView, usage: UsageView): void {
  const { words, scan } = wording.texts.cli;
  const ownerOf = (cell: UsageView['cells'][number]) => ownerCells(wording, discovery, cell);
  const sums = summed(usage.cells, (cell) => [...ownerOf(cell), cell.category].join('|'));
  const rows = sums.map(({ first, amount }) => ({
    owner: ownerOf(first),
    cells: [
      wording.texts.common.categories[first.category],
      ...amountCells(wording, amount),
      sizeText(wording, amount.allocated),
    ],
  }));
  const total = [
    words.total,
    '',
    '',
    ...amountCells(wording, usage.total),
    sizeText(wording, usage.total.allocated),
  ].map((text): Cell => ({ text, tone: 'strong' }));
  print.line(scan.title, 'strong');
  print.table(
    [owner, owner, left, right, right, right],
    [words.app, words.account, words.category, words.files, words.size, words.onDisk],
    [...byOwner(rows), total],
  );
  print.line(scan.took({ time: durationText(wording, usage.tookMs) }), 'quiet');
}

/** Names unreadable folders, because their size is unknown and must not count as zero. */
function printUnreadable(print: Printer, wording: Wording, discovery: DiscoveryView, usage: UsageView): void {
  const closed = [...discovery.roots, ...discovery.notes.filter((note) => note.kind === 'no-permission')]
    .filter((place) => !('access' in place) || place.access === 'no-permission')
    .map((place) => place.path);
  const paths = [...new Set([...usage.unreadable.map((place) => place.path), ...closed])];
  if (paths.length === 0) return;
  print.line();
  print.line(wording.texts.cli.scan.unreadable, 'warn');
  const reason = wording.texts.cli.words.noPermission;
  const reasonOf = (path: string): string => {
    const code = usage.unreadable.find((place) => place.path === path)?.code;
    return code === undefined || code === 'EACCES' || code === 'EPERM' ? reason : `${reason} (${code})`;
  };
  print.table(
    [left, left],
    [],
    paths.map((path): Cell[] => [pathCell(path), { text: reasonOf(path), tone: 'warn' }]),
  );
}

/** The largest folders that no row knows, and the same without names, to be sent to the makers. */
function printOthers(
  print: Printer,
  wording: Wording,
  { roots, measuredOnly }: DiscoveryView,
  { otherFolders }: UsageView,
  report: string,
): void {
  if (otherFolders.length === 0) return;
  const { others } = wording.texts.cli;
  const placeOf = (rootId: string): string =>
    [...roots, ...measuredOnly].find(({ id }) => id === rootId)?.realPath ?? '';
  print.line();
  print.line(others.title, 'strong');
  print.table(
    [right, right, left],
    [],
    otherFolders.map(({ rootId, path, ...amount }): Cell[] => [
      ...amountCells(wording, { ...amount }),
      absolute(placeOf(rootId), path),
    ]),
  );
  print.line(others.report, 'quiet');
  for (const line of report.split('\n')) print.line(`  ${line}`);
}

/** What lies in the data folders of `discovery`, with its own total. */
function usageWithin({ roots }: DiscoveryView, usage: UsageView): UsageView {
  const isInside = ({ rootId }: { readonly rootId: string }): boolean =>
    roots.some(({ id }) => id === rootId);
  const cells = usage.cells.filter(isInside);
  const total = summed(cells, () => 'all')[0]?.amount ?? { files: 0, bytes: 0, allocated: 0 };
  const otherFolders = usage.otherFolders.filter(isInside);
  const largest = usage.largest.filter(isInside);
  return { ...usage, cells, total, otherFolders, largest, unreadable: usage.unreadable.filter(isInside) };
}

/** Measures all data, or that of the named apps, by account and category. */
export async function scan(context: CommandContext): Promise<CommandResult> {
  const { client } = context;
  await finishJob(context, () => call(client, 'usage.scan', {}));
  const measured = await call(client, 'usage.get', {});
  if (measured === null) throw new SignOffError('internal');
  const { apps } = context.invocation;
  const discovery = discoveredFor(apps, await call(client, 'accounts.discover', {}));
  const usage = apps.length === 0 ? measured : usageWithin(discovery, measured);
  if (context.invocation.verbose) printSearch(context.notes, context, discovery);
  const { roots, accounts, measuredOnly, notes, lookedIn } = discovery;
  const { at, tookMs, cells, total, otherFolders, largest, unreadable } = usage;
  const host = await call(client, 'host.describe', {});
  const report = missingRowText({ host, discovery, usage }, context.texts, context.language);
  return {
    exitCode: exitCodes.done,
    json: {
      schema: 'signoff.scan/1',
      at,
      tookMs,
      roots,
      accounts,
      measuredOnly,
      notes,
      lookedIn,
      usage: cells,
      total,
      otherFolders,
      otherReport: otherFolders.length === 0 ? null : report,
      largest,
      unreadable,
    },
    render(print) {
      if (discovery.roots.length === 0 && discovery.measuredOnly.length === 0)
        printLookedIn(print, context, discovery.lookedIn);
      else {
        printUsage(print, context, discovery, usage);
        printUnreadable(print, context, discovery, usage);
        printOthers(print, context, discovery, usage, report);
      }
      printNotes(
        print,
        context,
        notes.filter((note) => note.kind !== 'no-permission'),
      );
    },
  };
}
