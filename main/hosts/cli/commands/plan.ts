import type { DiscoveryView } from '../../../../app/contract/accounts.ts';
import type { PlanView } from '../../../../app/contract/plans.ts';
import { SignOffError } from '../../../../app/contract/errors.ts';
import { call } from '../command.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { sessionNote } from '../confirm.ts';
import { exitCodes } from '../exit-codes.ts';
import { planFor } from '../make-plan.ts';
import { printNextStep, printPlan } from '../plan-text.ts';
import type { Printer } from '../printer.ts';
import { absolute, printLookedIn } from '../wording.ts';

interface ListedEntry {
  readonly group: number;
  readonly path: string;
  readonly bytes: number;
  readonly mtime: number;
}

const pageSize = 500;

async function* pagesOf(
  context: CommandContext,
  discovery: DiscoveryView,
  plan: PlanView,
): AsyncGenerator<ListedEntry[]> {
  for (const group of plan.groups) {
    const root = discovery.roots.find((one) => one.id === group.rootId)?.realPath ?? '';
    let offset = 0;
    let total = Infinity;
    while (offset < total) {
      if (context.signal.aborted) throw new SignOffError('cancelled');
      const page = await call(context.client, 'plans.entries', {
        planId: plan.id,
        groupId: group.id,
        offset,
        limit: pageSize,
      });
      if (page.entries.length === 0) break;
      total = page.total;
      offset += page.entries.length;
      yield page.entries.map(({ path, bytes, mtime }) => ({
        group: group.id,
        path: absolute(root, path),
        bytes,
        mtime,
      }));
    }
  }
}

async function printPaths(context: CommandContext, print: Printer, pages: AsyncIterable<ListedEntry[]>) {
  for await (const page of pages) {
    if (context.terminal.out.closed()) return;
    for (const entry of page) print.whole(entry.path);
    await context.terminal.out.drained();
  }
}

async function collected(pages: AsyncIterable<ListedEntry[]>): Promise<ListedEntry[]> {
  const entries: ListedEntry[] = [];
  for await (const page of pages) entries.push(...page);
  return entries;
}

/** The preview. With `--list` standard output holds only the paths, so that scripts can count and search it. */
export async function plan(context: CommandContext): Promise<CommandResult> {
  const { discovery, plan: made } = await planFor(context);
  const { list, json } = context.invocation;
  const lookedIn = made === null ? discovery.lookedIn : [];
  const pages = made === null || !list ? null : pagesOf(context, discovery, made);
  const items = pages !== null && json ? await collected(pages) : [];
  const note = made === null ? null : await sessionNote(context, made);
  if (note !== null) context.notes.line(note, 'warn');
  return {
    exitCode: exitCodes.done,
    json: { schema: 'signoff.plan/1', plan: made, lookedIn },
    ...(list ? { list: { key: 'entries', items } } : {}),
    async render(print) {
      if (made === null) {
        printLookedIn(print, context, discovery.lookedIn);
        return;
      }
      const summary = list ? context.notes : print;
      printPlan(summary, context, discovery, made);
      if (pages !== null) await printPaths(context, print, pages);
      printNextStep(summary, context, made);
    },
  };
}
