import type { InterruptedRun } from '../../../app/contract/views.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../parts/button.tsx';
import { Callout } from '../../parts/callout.tsx';
import { PathText } from '../../parts/path-text.tsx';
import styles from './home.module.css';

function Interrupted({ run }: { readonly run: InterruptedRun }) {
  const { home } = useTexts();
  const format = useFormat();
  const { client, host, records, route } = useStores();
  const close = async (): Promise<void> => {
    const reply = await client.call('runs.close', { runId: run.runId });
    await Promise.all([host.loadStatus(), records.load()]);
    if (reply.ok) route.go('records', run.runId);
  };
  return (
    <Callout
      tone="medium"
      icon="info"
      title={home.interrupted.title}
      action={<Button onPress={() => void close()}>{home.interrupted.close}</Button>}
    >
      <p>
        {home.interrupted.body({
          time: format.time(run.startedAt),
          removed: format.count(run.removed),
          planned: format.count(run.planned),
        })}
      </p>
    </Callout>
  );
}

function SwitcherCopies() {
  const { home } = useTexts();
  const format = useFormat();
  const files = useFrom(
    (stores) => stores.signIn.store,
    (state) => (valueOf(state)?.switcherCopies ?? []).reduce((sum, copy) => sum + copy.files, 0),
  );
  if (files === 0) return null;
  return (
    <Callout tone="high" icon="key" title={home.switcher.title}>
      <p>{home.switcher.body({ count: format.count(files) })}</p>
      <p>{home.switcher.way}</p>
    </Callout>
  );
}

/** What deserves a headline before the accounts: copies of a sign-in, an interrupted clean, damaged own files. */
export function Findings() {
  const { home } = useTexts();
  const status = useFrom(
    (stores) => stores.host.store,
    (state) => state.status,
  );
  return (
    <div className={styles['findings']}>
      <SwitcherCopies />
      {(status?.interrupted ?? []).map((run) => (
        <Interrupted key={run.runId} run={run} />
      ))}
      {status === null || status.setAside.length === 0 ? null : (
        <Callout tone="plain" icon="info" title={home.setAside.title}>
          <p>{home.setAside.body}</p>
          {status.setAside.map((path) => (
            <PathText key={path} path={path} />
          ))}
        </Callout>
      )}
    </div>
  );
}
