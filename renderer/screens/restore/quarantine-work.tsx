import { useEffect, useRef } from 'react';
import type { QuarantineTask } from '../../stores/quarantine-store.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { JobView } from '../../components/job-view.tsx';
import { OutcomeView } from './outcome-view.tsx';
import styles from './restore.module.css';

/** What is being done to the quarantine, and then what came of it: always at the same place, above the batches. */
export function QuarantineWork() {
  const task = useFrom(
    (stores) => stores.quarantine.store,
    (state) => state.task,
  );
  const outcome = useFrom(
    (stores) => stores.quarantine.store,
    (state) => state.outcome,
  );
  const place = useRef<HTMLDivElement>(null);
  const stage = task !== null ? 'task' : outcome !== null ? 'outcome' : 'nothing';
  useEffect(() => {
    if (stage === 'nothing') return;
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: 'nearest' });
  }, [stage]);
  if (stage === 'nothing') return null;
  return (
    <div className={styles['work']} ref={place} tabIndex={-1}>
      {task !== null ? <Task task={task} /> : null}
      {task === null && outcome !== null ? <OutcomeView outcome={outcome} /> : null}
    </div>
  );
}

function Task({ task }: { readonly task: QuarantineTask }) {
  const { restore } = useTexts();
  const { quarantine } = useStores();
  const label = task.kind === 'restore' ? restore.restoring : restore.purgingNow;
  return (
    <section className={styles['card']} aria-label={label}>
      <p className={styles['question']}>{label}</p>
      <JobView jobId={task.jobId} label={label} />
      <div className={styles['formWays']}>
        <span className={styles['soft']}>{task.stopping ? restore.stopping : ''}</span>
        <Button isDisabled={task.jobId === null || task.stopping} onPress={() => quarantine.stop()}>
          {restore.stop}
        </Button>
      </div>
    </section>
  );
}
