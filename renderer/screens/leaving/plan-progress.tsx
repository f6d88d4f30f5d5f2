import type { PlanPhase } from '../../../app/wizard/leaving-state.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useErrorText, useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Progress } from '../../components/progress.tsx';

/** A plan in the making, or why it failed, with a retry. */
export function PlanProgress({ phase }: { readonly phase: PlanPhase }) {
  const { wizard, frame } = useTexts();
  const { leaving } = useStores();
  const errorText = useErrorText();
  if (phase.kind !== 'failed') return <Making jobId={phase.kind === 'making' ? phase.jobId : null} />;
  return (
    <Callout
      tone="medium"
      icon="info"
      title={wizard.preview.failed}
      action={<Button onPress={() => leaving.send({ type: 'plan-again' })}>{frame.retry}</Button>}
      live
    >
      <p>{errorText(phase.error)}</p>
    </Callout>
  );
}

function Making({ jobId }: { readonly jobId: string | null }) {
  const { wizard } = useTexts();
  const format = useFormat();
  const done = useFrom(
    (stores) => stores.jobs.store,
    (state) => (jobId === null ? 0 : (state[jobId]?.done ?? 0)),
  );
  return (
    <Progress label={wizard.preview.making} share={null} detail={done === 0 ? '' : format.files(done)} />
  );
}
