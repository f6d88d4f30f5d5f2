import { useEffect } from 'react';
import { canGoBack } from '../../../../app/wizard/leaving-state.ts';
import { useStores } from '../../../stores/stores.ts';
import { useTexts } from '../../../language/use-texts.ts';
import { Button } from '../../../components/button.tsx';
import { StepFrame } from '../step-frame.tsx';
import { useMachine } from '../use-leaving.ts';
import { MessengerScreen } from './messenger-screen.tsx';
import { useMessengers, useRunningFirst } from './messengers.ts';

/** The sign-out step: one messenger a screen. */
export function SignOutStep() {
  const { signIn } = useStores();
  useEffect(() => signIn.watch(), [signIn]);
  const messengers = useMessengers();
  useRunningFirst(messengers);
  const shown = useMachine((state) => state.signOut.product);
  if (messengers === null) return <Looking />;
  const at = Math.max(
    0,
    messengers.findIndex(({ product }) => product === shown),
  );
  const messenger = messengers[at];
  if (messenger === undefined) return <NothingToDo />;
  return <MessengerScreen key={messenger.product} messengers={messengers} at={at} messenger={messenger} />;
}

/** After a reload, until the accounts are found again. */
function Looking() {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const back = useMachine((state) => canGoBack(state));
  return (
    <StepFrame
      title={wizard.steps['sign-out']}
      buttons={
        back ? <Button onPress={() => leaving.send({ type: 'back' })}>{wizard.back}</Button> : undefined
      }
    >
      <p>{wizard.signOut.checking}</p>
    </StepFrame>
  );
}

/** No account of the person's, and in guest mode nothing of the owner's runs. */
function NothingToDo() {
  const { wizard } = useTexts();
  const sinceSession = useMachine((state) => state.sinceSession);
  if (!sinceSession) return <StepFrame title={wizard.steps['sign-out']}>{null}</StepFrame>;
  return (
    <StepFrame title={wizard.session.signOutTitle} lead={wizard.session.signOutLead}>
      <p>{wizard.session.nothingRuns}</p>
    </StepFrame>
  );
}
