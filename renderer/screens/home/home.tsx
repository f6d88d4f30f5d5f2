import { isUnlooked } from '../../../app/wizard/unlooked.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useErrorText, useTexts } from '../../language/use-texts.ts';
import { Page } from '../../layout/page.tsx';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { AccountList } from './account-list.tsx';
import { Actions } from './actions.tsx';
import { Findings } from './findings.tsx';
import { Guarded, Notes } from './notes.tsx';
import { GrowthNotice } from './growth-notice.tsx';
import { QuarantineLine } from './quarantine-line.tsx';
import { NothingFound } from './nothing-found.tsx';
import { SessionCard, UndecidedSession } from './session-card.tsx';
import { Sentence } from './sentence.tsx';
import styles from './home.module.css';

/** One sentence of state, one thing to do, then the accounts. It is complete before any size is known. */
export function Home() {
  const { home, frame } = useTexts();
  const { look } = useStores();
  const errorText = useErrorText();
  const found = useFrom(
    (stores) => stores.accounts.store,
    (state) => state,
  );
  if (found.kind === 'loading') {
    return (
      <Page>
        <h1 className={styles['sentence']}>{home.looking}</h1>
      </Page>
    );
  }
  if (found.kind === 'failed') {
    return (
      <Page>
        <Callout
          tone="medium"
          icon="info"
          title={errorText(found.error)}
          action={<Button onPress={() => void look()}>{frame.retry}</Button>}
          live
        />
      </Page>
    );
  }
  const discovery = found.value;
  if (discovery.roots.length === 0) {
    return (
      <Page>
        <UndecidedSession />
        <Guarded notes={discovery.notes} />
        <NothingFound lookedIn={discovery.lookedIn} certain={!discovery.notes.some(isUnlooked)} />
        <SessionCard />
        <QuarantineLine />
        <Findings />
        <Notes notes={discovery.notes} />
      </Page>
    );
  }
  return (
    <Page>
      <UndecidedSession />
      <div className={styles['top']}>
        <Sentence discovery={discovery} />
        <Actions discovery={discovery} />
        <QuarantineLine />
      </div>
      <GrowthNotice />
      <SessionCard />
      <Guarded notes={discovery.notes} />
      <Findings />
      <AccountList discovery={discovery} />
      <Notes notes={discovery.notes} />
    </Page>
  );
}
