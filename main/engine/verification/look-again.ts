import { join } from 'node:path';
import type { ReportView } from '../../../app/contract/runs.ts';
import type { JobControl } from '../jobs/jobs.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { isRootThere } from './planned-places.ts';
import { bytesAt, verify } from './verify.ts';
import type { VerifyDeps } from './verify.ts';
import { scopeOf, verifyLater } from './verify-later.ts';

/** The examples of a receipt without those of which nothing is left: a name outlives its file nowhere. */
async function stillThere(report: ReportView): Promise<ReportView['examples']> {
  const { roots } = scopeOf(report);
  const there = await Promise.all(roots.map(isRootThere));
  if (there.includes(false)) return report.examples;
  const found = await Promise.all(
    report.examples.map(({ path }) =>
      Promise.all(roots.map(({ realPath }) => bytesAt(join(realPath, ...path.split('/')), 0))),
    ),
  );
  return report.examples.filter((_one, index) => found[index]?.some((bytes) => bytes !== null) === true);
}

/**
 * The second look at a run: with its plan, or by the receipt alone when the plan's file names are gone (null). Returns
 * what changes in the receipt.
 */
export async function lookAgain(
  deps: VerifyDeps,
  plan: FrozenPlan | null,
  report: ReportView,
  control: JobControl,
): Promise<Pick<ReportView, 'examples' | 'verification'>> {
  const verification =
    plan === null ? await verifyLater(deps, report, control) : await verify(deps, plan, report, control);
  return { verification, examples: await stillThere(report) };
}
