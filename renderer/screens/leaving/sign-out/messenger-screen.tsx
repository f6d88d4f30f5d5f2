import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { canGoBack } from '../../../../app/wizard/leaving-state.ts';
import { notAsked } from '../../../stores/quit-store.ts';
import { valueOf } from '../../../stores/loadable.ts';
import { useFrom, useStores } from '../../../stores/stores.ts';
import { useErrorText, useFormat, useTexts } from '../../../language/use-texts.ts';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { StepFrame } from '../step-frame.tsx';
import { useMachine } from '../use-leaving.ts';
import { Instructions } from './instructions.tsx';
import { LiveCheck } from './live-check.tsx';
import { mayRun, useIsDetour, useIsOver, useRunning } from './messengers.ts';
import type { Messenger } from './messengers.ts';
import { NotRunning } from './not-running.tsx';
import { ForcedEnd } from './quit.tsx';
import styles from './sign-out.module.css';

interface Props {
  readonly messengers: readonly Messenger[];
  readonly at: number;
  readonly messenger: Messenger;
}

/** One messenger: what to do in it, the live check beside it, and above both the warnings before a forced end. */
export function MessengerScreen({ messengers, at, messenger }: Props) {
  const { product } = messenger;
  const words = useWords(messenger, messengers, at);
  const errorText = useErrorText();
  const { wizard } = useTexts();
  const refusal = useMachine((state) => state.refusal);
  const running = useRunning(product);
  const [forcing, setForcing] = useState(false);
  const [wantsSteps, setWantsSteps] = useState(false);
  const main = useRef<HTMLHeadingElement>(null);
  const live = useRef<HTMLHeadingElement>(null);
  const isOff = running === 'no' && !wantsSteps;
  useEffect(() => {
    // what was focused went with the messenger
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true });
  }, [running]);
  const leaveForced = (): void => {
    setForcing(false);
    live.current?.focus({ preventScroll: true });
  };
  return (
    <StepFrame
      {...words}
      buttons={<Buttons messengers={messengers} at={at} messenger={messenger} live={live} />}
    >
      {refusal === null ? null : (
        <Callout tone="medium" icon="medium" title={wizard.signOut.refused} live>
          <p>{errorText(refusal)}</p>
        </Callout>
      )}
      <div className={styles['pair']}>
        {forcing && running !== 'no' ? <ForcedEnd product={product} onClose={leaveForced} /> : null}
        {isOff ? (
          <NotRunning messenger={messenger} heading={main} onSteps={() => setWantsSteps(true)} />
        ) : (
          <Instructions messenger={messenger} heading={main} focused={wantsSteps} />
        )}
        <LiveCheck messenger={messenger} heading={live} onForce={() => setForcing(true)} />
      </div>
    </StepFrame>
  );
}

function useWords({ product, isOwners }: Messenger, messengers: readonly Messenger[], at: number) {
  const { wizard, common } = useTexts();
  const format = useFormat();
  const name = { product: common.products[product] };
  const place = { ...name, at: format.count(at + 1), of: format.count(messengers.length) };
  return {
    above: messengers.length > 1 ? wizard.signOut.place(place) : undefined,
    title: isOwners ? wizard.session.quitTitle(name) : wizard.signOut.title(name),
    lead: isOwners ? wizard.session.quitLead(name) : wizard.signOut.lead,
  };
}

interface ButtonsProps extends Props {
  /** the heading of the live check, which tells how quitting goes */
  readonly live: RefObject<HTMLHeadingElement | null>;
}

/** The person's answer for this messenger; it leads to the next one, after the last to the next step. */
function Buttons({ messengers, at, messenger, live }: ButtonsProps) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const { product, isOwners } = messenger;
  const isDetour = useIsDetour();
  const view = useFrom((stores) => stores.signIn.store, valueOf);
  const rest = messengers.slice(at + 1);
  // a detour is about what runs
  const next = isDetour ? rest.find((other) => mayRun(view, other.product)) : rest[0];
  const then = next?.product ?? null;
  const answer = (later: boolean) => () => leaving.send({ type: 'sign-out-answered', product, later, then });
  const isOver = useIsOver(messenger);
  return (
    <div className={styles['buttons']}>
      <Back before={messengers[at - 1]} />
      <span className={styles['grow']} />
      {isOwners || isOver ? null : (
        <Button kind="plain" answers onPress={answer(true)}>
          {wizard.signOut.later}
        </Button>
      )}
      <Quit messenger={messenger} live={live} />
      <Button kind="primary" answers onPress={answer(false)}>
        {isOwners || isOver ? wizard.next : wizard.signOut.done}
      </Button>
    </div>
  );
}

/** To the messenger before, from the first one to the step before. */
function Back({ before }: { readonly before: Messenger | undefined }) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const canLeave = useMachine((state) => canGoBack(state));
  if (before === undefined && !canLeave) return null;
  const go = (): void =>
    leaving.send(
      before === undefined
        ? { type: 'back' }
        : { type: 'sign-out-at', product: before.product, guide: null, instruction: 0 },
    );
  return <Button onPress={go}>{wizard.back}</Button>;
}

/** The offer to quit a running messenger; quitting is not signing out. */
function Quit({ messenger: { product }, live }: Pick<ButtonsProps, 'messenger' | 'live'>) {
  const { wizard, common } = useTexts();
  const { quit } = useStores();
  const running = useRunning(product);
  const busy = useFrom(
    (stores) => stores.quit.store,
    (state) => (state[product] ?? notAsked).busy,
  );
  useEffect(() => void quit.load(product), [quit, product]);
  if (running !== 'yes') return null;
  const ask = (): void => {
    // this button goes when the messenger quits
    live.current?.focus();
    void quit.ask(product);
  };
  return (
    <Button isDisabled={busy} onPress={ask}>
      {wizard.signOut.quit.ask({ product: common.products[product] })}
    </Button>
  );
}
