import { valueOf } from '../../stores/loadable.ts';
import { useFrom } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Callout } from '../../components/callout.tsx';
import { PathText } from '../../components/path-text.tsx';
import { Interrupted } from '../records/interrupted.tsx';
import styles from './home.module.css';

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
