import { isEmpty, remaining } from '../../../app/wizard/exclusions.ts';
import type { PlanView } from '../../../app/contract/plans.ts';
import type { PlanPhase } from '../../../app/wizard/leaving-state.ts';
import { useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { UnreadPlaces } from '../../components/unread-places.tsx';
import { Fold } from '../../components/fold.tsx';
import { StaysSignedIn } from './impact-list.tsx';
import { PlanProgress } from './plan-progress.tsx';
import { DeepAccounts } from './plan-summary.tsx';
import { PreviewGroups } from './preview-groups.tsx';
import { SessionEnd } from './session-end.tsx';
import { StepFrame } from './step-frame.tsx';
import { useLeaving, useMachine } from './use-leaving.ts';
import styles from './preview-step.module.css';

/** The preview step. Whatever is unticked here stays. */
export function PreviewStep() {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const phase = useMachine((state) => state.plan);
  const plan = useLeaving((state) => state.plan);
  const exclusions = useLeaving((state) => state.exclusions);
  const format = useFormat();
  const left = plan === null ? null : remaining(plan.groups, exclusions);
  const ready = phase.kind === 'ready' && plan !== null;
  const empty = ready && plan.total.files === 0;
  const hint =
    ready && left !== null && left.files > 0
      ? wizard.preview.total({ files: format.files(left.files), size: format.amount(left) })
      : null;
  return (
    <StepFrame
      title={empty ? wizard.preview.emptyTitle : wizard.preview.title}
      lead={empty ? wizard.preview.emptyLead : wizard.preview.lead}
      hint={hint}
      blocked={left?.files === 0}
      onNext={() => void leaving.goOnFromPreview()}
    >
      {ready ? <Ready plan={plan} phase={phase} kept={left?.files === 0} /> : <PlanProgress phase={phase} />}
    </StepFrame>
  );
}

function Ready({
  plan,
  phase,
  kept,
}: {
  readonly plan: PlanView;
  readonly phase: PlanPhase;
  readonly kept: boolean;
}) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const exclusions = useLeaving((state) => state.exclusions);
  const because = phase.kind === 'ready' ? phase.because : null;
  const empty = plan.total.files === 0;
  return (
    <>
      {because === null ? null : (
        <Callout tone="plain" icon="refresh" title={againText(because, wizard.preview.again)} live />
      )}
      <UnreadPlaces words={wizard.preview.unread} paths={plan.unreadable.map(({ path }) => path)} />
      <StaysSignedIn plan={plan} />
      {empty ? (
        <Empty plan={plan} />
      ) : (
        <>
          {plan.selection.level === 'deep' ? <DeepAccounts plan={plan} /> : null}
          {kept ? <Callout tone="plain" icon="info" title={wizard.preview.allExcluded} live /> : null}
          <PreviewGroups plan={plan} />
        </>
      )}
      {isEmpty(exclusions) ? null : (
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
