import type { ContractError } from '../../../app/contract/errors.ts';
import type { EntryFilter, PlanChoice, PlanSum } from '../../../app/contract/plan-entries.ts';
import type { PlanView } from '../../../app/contract/plans.ts';
import type { PlanPhase } from '../../../app/wizard/leaving-state.ts';
import { useStores } from '../../stores/stores.ts';
import { useErrorText, useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { KeepRefusal } from '../../components/keep-button.tsx';
import { UnreadPlaces } from '../../components/unread-places.tsx';
import { Fold } from '../../components/fold.tsx';
import { StaysSignedIn } from './impact-list.tsx';
import { PlanProgress } from './plan-progress.tsx';
import { DeepAccounts } from './plan-summary.tsx';
import { partOf } from './preview/preview-row.tsx';
import { PreviewTree } from './preview/preview-tree.tsx';
import { useSums } from './preview/use-plan.ts';
import { SessionEnd } from './session-end.tsx';
import { StepFrame } from './step-frame.tsx';
import { useLeaving, useMachine } from './use-leaving.ts';
import styles from './preview-step.module.css';

const noFilter: EntryFilter = {};

/** The preview step. Whatever is unticked here stays. */
export function PreviewStep() {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const phase = useMachine((state) => state.plan);
  const plan = useLeaving((state) => state.plan);
  const format = useFormat();
  const { rows, error } = useSums('month', noFilter);
  const ready = phase.kind === 'ready' && plan !== null;
  const empty = ready && plan.total.files === 0;
  const left = ready && rows !== null ? partOf(rows).goes : null;
  const hint =
    left !== null && left.files > 0
      ? wizard.preview.total({ files: format.files(left.files), size: format.amount(left) })
      : null;
  return (
    <StepFrame
      title={empty ? wizard.preview.emptyTitle : wizard.preview.title}
      lead={empty ? wizard.preview.emptyLead : wizard.preview.lead}
      hint={hint}
      // what was not shown is not confirmed
      blocked={left === null || left.files === 0}
      onNext={() => void leaving.goOnFromPreview()}
    >
      {ready ? (
        <Ready key={plan.id} plan={plan} phase={phase} sums={rows} error={error} />
      ) : (
        <PlanProgress phase={phase} />
      )}
    </StepFrame>
  );
}

/** Whether only what was picked goes; to take everything in again would be the opposite of it. */
function isPickedOnly([first]: readonly PlanChoice[]): boolean {
  return first?.goes === false && Object.keys(first.what).length === 0;
}

interface ReadyProps {
  readonly plan: PlanView;
  readonly phase: PlanPhase;
  /** of the whole plan, by month; null until they are there */
  readonly sums: readonly PlanSum[] | null;
  readonly error: ContractError | null;
}

function Ready({ plan, phase, sums, error }: ReadyProps) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const errorText = useErrorText();
  const choices = useLeaving((state) => state.choices);
  const because = phase.kind === 'ready' ? phase.because : null;
  const kept = sums !== null && partOf(sums).goes.files === 0;
  return (
    <>
      {because === null ? null : (
        <Callout tone="plain" icon="refresh" title={againText(because, wizard.preview.again)} live />
      )}
      <UnreadPlaces words={wizard.preview.unread} paths={plan.unreadable.map(({ path }) => path)} />
      <StaysSignedIn plan={plan} />
      <KeepRefusal />
      {plan.total.files === 0 ? (
        <Empty plan={plan} />
      ) : (
        <>
          {plan.selection.level === 'deep' && (sums !== null || choices.length === 0) ? (
            <DeepAccounts plan={plan} {...(sums === null ? {} : { sums })} />
          ) : null}
          {kept ? <Callout tone="plain" icon="info" title={wizard.preview.allExcluded} live /> : null}
          {error === null ? null : <Callout tone="plain" icon="info" title={errorText(error)} live />}
          {sums === null ? null : <PreviewTree plan={plan} sums={sums} />}
        </>
      )}
      {choices.length === 0 || isPickedOnly(choices) ? null : (
        <div>
          <Button kind="plain" onPress={() => leaving.restoreAll()}>
            {wizard.preview.restore}
          </Button>
        </div>
      )}
      <KeptFold plan={plan} />
    </>
  );
}

function useEmptyWords({ selection, kept }: PlanView): {
  readonly empty: string;
  readonly emptyHint: string;
} {
  const { session, preview } = useTexts().wizard;
  const format = useFormat();
  if (!selection.sinceSession) return { empty: preview.empty, emptyHint: preview.emptyHint };
  const unclear = kept.filter(({ reason }) => reason === 'owner-unclear');
  if (unclear.length === 0) return session;
  const files = format.files(unclear.reduce((sum, row) => sum + row.files, 0));
  return { empty: session.unclear, emptyHint: session.unclearHint({ files }) };
}

/** Shown when the plan is empty; a guest can end the session here. */
function Empty({ plan }: { readonly plan: PlanView }) {
  const { leaving } = useStores();
  const words = useEmptyWords(plan);
  return (
    <>
      <Callout tone="plain" icon="info" title={words.empty}>
        <p>{words.emptyHint}</p>
      </Callout>
      <SessionEnd onEnded={() => leaving.close()} />
    </>
  );
}

function againText(
  because: string,
  texts: { readonly 'plan-expired': string; readonly 'plan-changed': string; readonly other: string },
): string {
  return because === 'plan-expired' || because === 'plan-changed' ? texts[because] : texts.other;
}

/** What the plan keeps, with the reasons. */
function KeptFold({ plan }: { readonly plan: PlanView }) {
  const { wizard, common } = useTexts();
  const format = useFormat();
  if (plan.kept.length === 0) return null;
  const kept = [...plan.kept].sort((a, b) => b.bytes - a.bytes);
  return (
    <Fold title={wizard.preview.stays}>
      <table className={styles['kept']}>
        <tbody>
          {kept.map((total) => (
            <tr key={`${total.reason} ${total.category}`}>
              <th scope="row">{common.categories[total.category]}</th>
              <td>{common.keepReasons[total.reason]}</td>
              <td className={styles['number']}>{format.files(total.files)}</td>
              <td className={styles['number']}>{format.bytes(total.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Fold>
  );
}
