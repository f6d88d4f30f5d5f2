import { join } from 'node:path';
import { notesFor } from '../../../app/cleanup/mode-notes.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import { removalModes } from '../../../app/cleanup/outcomes.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { PlanView } from '../../../app/contract/plans.ts';
import { call } from './call.ts';
import type { CommandContext } from './command.ts';

/** Refuses an unavailable mode before planning or asking, and lists the available ones. */
export async function assertAvailable(context: CommandContext, mode: RemovalMode): Promise<void> {
  if (mode !== 'trash') return;
  const { capabilities } = await call(context.client, 'host.describe', {});
  if (capabilities.trash) return;
  const { cli, common } = context.texts;
  const modes = removalModes.filter((one) => one !== mode).join(common.listJoin);
  context.notes.line(cli.modeMissing({ mode, modes }), 'warn');
  throw new SignOffError('mode-not-available', { mode });
}

/** The mode's effect for this plan on its volumes, shown before the confirmation. */
export async function printModeCost(
  context: CommandContext,
  plan: PlanView,
  mode: RemovalMode,
): Promise<void> {
  const { client, notes, texts } = context;
  const { dataDir } = await call(client, 'host.describe', {});
  const folder = join(dataDir, 'quarantine');
  notes.line(texts.cli.cost.modes[mode]({ folder }), 'warn');
  const volumes = await client.call('volumes.describe', { planId: plan.id });
  if (!volumes.ok) notes.line(texts.errors[volumes.error.code](volumes.error.params), 'warn');
  for (const note of notesFor(mode, volumes.ok ? volumes.value : []))
    notes.line(`  ${texts.volumes.notes[note]}`, 'warn');
}
