import { useState } from 'react';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useErrorText, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { useMachine } from './use-leaving.ts';

/** Offers to end the session after leaving, because its record of the owner's computer is a trace too. */
export function SessionEnd({ onEnded }: { readonly onEnded?: () => void }) {
  const { wizard } = useTexts();
  const { session } = useStores();
  const errorText = useErrorText();
  const [ended, setEnded] = useState(false);
  const sinceSession = useMachine((state) => state.sinceSession);
  const running = useFrom(
    (stores) => stores.session.store,
    (state) => valueOf(state.session) !== null,
  );
  const error = useFrom(
    (stores) => stores.session.store,
    (state) => state.error,
  );
  const words = wizard.session.end;
  if (!sinceSession) return null;
  if (!running) return ended ? <Callout tone="low" icon="check" title={words.done} live /> : null;
  const end = (): void => {
    setEnded(true);
    void session.end().then(() => {
      if (valueOf(session.store.getState().session) === null) onEnded?.();
    });
  };
  return (
    <Callout tone="plain" icon="seat" title={words.title} action={<Button onPress={end}>{words.go}</Button>}>
      <p>{words.body}</p>
      {error === null ? null : <p>{errorText(error)}</p>}
    </Callout>
  );
}
