import { useState } from 'react';
import { staysForOthers } from '../../../app/cleanup/computers.ts';
import type { ContractError } from '../../../app/contract/errors.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useErrorText, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { useMachine } from './use-leaving.ts';

type Phase = 'lead' | 'clearing' | 'cleared' | ContractError;

/** Offers to empty the clipboard on leaving, and names what that does not reach. */
export function ClipboardSection() {
  const { wizard, common, errors } = useTexts();
  const { client } = useStores();
  const errorText = useErrorText();
  const [phase, setPhase] = useState<Phase>('lead');
  const host = useFrom(
    (stores) => stores.host.store,
    (state) => state.host,
  );
  const computer = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings.computer,
  );
  const isLeaving = useMachine(
    ({ purpose, sinceSession }) => purpose !== 'cache' && staysForOthers(computer, sinceSession),
  );
  if (host === null || !isLeaving) return null;
  const words = wizard.result.clipboard;
  const clear = async (): Promise<void> => {
    setPhase('clearing');
    const reply = await client.call('clipboard.clear', {});
    setPhase(reply.ok ? 'cleared' : reply.error);
  };
  const canClear = host.capabilities.clipboard;
  const button = (
    <Button isDisabled={phase === 'clearing'} onPress={() => void clear()}>
      {words.clear}
    </Button>
  );
  return (
    <Callout tone="plain" icon="copy" title={words.title} action={canClear ? button : undefined}>
      {canClear ? (
        <p role="status">{typeof phase === 'string' ? words[phase] : errorText(phase)}</p>
      ) : (
        <p>{errors['clipboard-not-cleared']({ why: 'not-available' })}</p>
      )}
      <p>{common.clipboardBeyond[host.system]}</p>
    </Callout>
  );
}
