import type { JobProgress } from '../../app/contract/jobs.ts';
import { useFrom } from '../stores/stores.ts';
import { useFormat, useTexts } from '../language/use-texts.ts';
import { PathText } from './path-text.tsx';
import { Progress } from './progress.tsx';
import styles from './job-view.module.css';

/** The part that is done, 0 to 1; null while its end is not known. */
export function shareOf(progress: JobProgress): number | null {
  if (progress.total !== null && progress.total > 0) return Math.min(1, progress.done / progress.total);
  return null;
}

/** Progress of a job in numbers, with the current path. */
export function JobView({ jobId, label }: { readonly jobId: string | null; readonly label: string }) {
  const { wizard } = useTexts();
  const format = useFormat();
  const progress = useFrom(
    (stores) => stores.jobs.store,
    (state) => (jobId === null ? undefined : state[jobId]),
  );
  if (progress === undefined) return <Progress label={label} share={null} detail="" words="" />;
  const share = shareOf(progress);
  const words = [
    progress.total === null
      ? format.files(progress.done)
      : wizard.run.progress({ done: format.count(progress.done), total: format.files(progress.total) }),
    progress.bytesTotal === null
      ? ''
      : wizard.run.bytes({ done: format.bytes(progress.bytes), total: format.bytes(progress.bytesTotal) }),
    progress.etaMs === null ? '' : wizard.run.eta({ time: format.duration(progress.etaMs) }),
  ].filter((word) => word !== '');
  return (
    <div className={styles['job']}>
      <Progress
        label={label}
        share={share}
        detail=""
        words={
          <span className={styles['numbers']}>
            {words.map((word) => (
              <span key={word}>{word}</span>
            ))}
          </span>
        }
      />
      <div className={styles['current']}>
        {progress.current === null ? null : <PathText path={progress.current} />}
      </div>
      <Announcer share={share} />
    </div>
  );
}

/** Announces progress to screen readers, at each tenth only. */
function Announcer({ share }: { readonly share: number | null }) {
  const { wizard } = useTexts();
  const format = useFormat();
  const step = share === null ? 0 : Math.floor(share * 10) / 10;
  return (
    <p className={styles['hidden']} role="status">
      {step === 0 ? '' : wizard.run.spoken({ percent: format.percent(step) })}
    </p>
  );
}
