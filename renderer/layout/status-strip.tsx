import type { ReactNode } from 'react';
import type { JobKind } from '../../app/contract/jobs.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import type { IconName } from '../components/icon.tsx';
import { useFormat, useTexts } from '../language/use-texts.ts';
import { valueOf } from '../stores/loadable.ts';
import { sumOf } from '../stores/quarantine-store.ts';
import { hashOf } from '../stores/route-store.ts';
import type { Place } from '../stores/route-store.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import type { Stores } from '../stores/stores.ts';
import { shareOf } from '../components/job-view.tsx';
import styles from './status-strip.module.css';

/** Work that goes on in the program, on whatever screen it was begun. */
interface Work {
  readonly kind: Extract<JobKind, 'clean' | 'verify' | 'restore' | 'purge' | 'baseline'>;
  readonly jobId: string | null;
  /** null: cannot be stopped */
  readonly stop: (() => void) | null;
  readonly stopping: boolean;
  readonly place: Place;
}

function useWork(): Work | null {
  const { leaving, quarantine, session } = useStores();
  const run = useFrom(
    (stores) => stores.leaving.store,
    (state) => state.machine?.run ?? null,
  );
  const task = useFrom(
    (stores) => stores.quarantine.store,
    (state) => state.task,
  );
  const taking = useFrom(
    (stores) => stores.session.store,
    (state) => state.taking,
  );
  if (run?.kind === 'running')
    return {
      ...{ kind: 'clean', jobId: run.jobId, stopping: run.cancelling, place: 'leave' },
      stop: () => leaving.cancel(),
    };
  if (run?.kind === 'verifying')
    return { kind: 'verify', jobId: run.jobId, stop: null, stopping: false, place: 'leave' };
  if (task !== null) return { ...task, stop: () => quarantine.stop(), place: 'restore' };
  if (taking !== null)
    return { ...taking, kind: 'baseline', stop: () => session.stopTaking(), place: 'leave' };
  return null;
}

const icons: Readonly<Record<Work['kind'], IconName>> = {
  clean: 'leave',
  verify: 'check',
  restore: 'restore',
  purge: 'irreversible',
  baseline: 'seat',
};

function Working({ work }: { readonly work: Work }) {
  const { frame, wizard } = useTexts();
  const format = useFormat();
  const progress = useFrom(
    (stores) => stores.jobs.store,
    (state) => (work.jobId === null ? undefined : state[work.jobId]),
  );
  const here = useFrom(
    (stores) => stores.route.store,
    (state) => state.place === work.place,
  );
  const share = progress === undefined ? null : shareOf(progress);
  const details = [
    share === null ? '' : format.percent(share),
    progress?.etaMs == null ? '' : wizard.run.eta({ time: format.duration(progress.etaMs) }),
    work.stopping ? (work.kind === 'baseline' ? frame.strip.cancelling : frame.strip.stopping) : '',
  ].filter((word) => word !== '');
  return (
    <div className={styles['work']}>
      <Icon name={icons[work.kind]} />
      <p className={styles['words']}>
        <b className={styles['strong']}>{frame.strip.work[work.kind]}</b>
        {details.map((word) => (
          <span key={word}>{word}</span>
        ))}
      </p>
      {here ? null : (
        <a className={styles['link']} href={hashOf({ place: work.place, detail: '' })}>
          {frame.strip.show}
        </a>
      )}
      {work.stop === null ? null : (
        <Button size="small" isDisabled={work.stopping || work.jobId === null} onPress={work.stop}>
          {frame.strip.stop}
        </Button>
      )}
      <span className={styles['track']} aria-hidden="true">
        <i className={styles['fill']} style={{ width: `${String((share ?? 0) * 100)}%` }} />
      </span>
    </div>
  );
}

interface StateProps {
  readonly icon: IconName;
  readonly place: Place;
  readonly children: ReactNode;
}

/** A state that lasts until the person acts on it; a link to the screen where they can. */
function State({ icon, place, children }: StateProps) {
  return (
    <a className={styles['state']} href={hashOf({ place, detail: '' })}>
      <Icon name={icon} size={16} />
      <span>{children}</span>
    </a>
  );
}

function useStates(): readonly (StateProps & { readonly key: string })[] {
  const { frame } = useTexts();
  const format = useFormat();
  const cut = useFrom(
    (stores) => stores.host.store,
    (state) => state.status?.interrupted.length ?? 0,
  );
  const session = useFrom(
    (stores) => stores.session.store,
    (state) => valueOf(state.session),
  );
  const batches = useFrom(
    (stores: Stores) => stores.quarantine.store,
    (state) => valueOf(state.list),
  );
  const words = frame.strip;
  const states: (StateProps & { readonly key: string })[] = [];
  if (cut > 0)
    states.push({
      ...{ key: 'cut', icon: 'info', place: 'records' },
      children: words.interrupted({ count: format.count(cut) }),
    });
  if (session !== null)
    states.push({
      ...{ key: 'session', icon: 'seat', place: 'leave' },
      children: words.session({ time: format.time(session.startedAt) }),
    });
  if (batches !== null && batches.length > 0)
    states.push({
      ...{ key: 'quarantine', icon: 'restore', place: 'restore' },
      children: words.quarantine({ size: format.freed(sumOf(batches)) }),
    });
  return states;
}

/** What is going on, above every screen: running work with its stop; else guest mode, quarantine, a clean that was cut off. */
export function StatusStrip() {
  const { frame } = useTexts();
  const work = useWork();
  const states = useStates();
  if (work === null && states.length === 0) return null;
  return (
    <aside className={styles['strip']} aria-label={frame.strip.label}>
      {work !== null ? (
        <Working work={work} />
      ) : (
        <div className={styles['states']}>
          {states.map(({ key, ...state }) => (
            <State key={key} {...state} />
          ))}
        </div>
      )}
    </aside>
  );
}
