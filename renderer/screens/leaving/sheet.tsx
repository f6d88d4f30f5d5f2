import { useState } from 'react';
import { kindOf } from '../../../app/cleanup/kinds.ts';
import type { Kind } from '../../../app/cleanup/kinds.ts';
import { levelGuides } from '../../../app/guides/levels.ts';
import type { PlanView } from '../../../app/contract/plans.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { staySignedIn } from '../../../app/wizard/impact.ts';
import { isRestorable } from '../../../app/wizard/removal-mode.ts';
import { useEntryName } from '../../stores/account-names.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useErrorText, useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { HoldToConfirm } from '../../components/hold-to-confirm.tsx';
import { RiskMark } from '../../components/risk-mark.tsx';
import { SizeBar } from '../../components/size-bar.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { Tick } from '../../components/tick.tsx';
import { Claim } from './claim.tsx';
import { ImpactList } from './impact-list.tsx';
import { PlanProgress } from './plan-progress.tsx';
import { SessionEnd } from './session-end.tsx';
import { ModeChoice } from './removal-mode.tsx';
import { StepFrame } from './step-frame.tsx';
import { useAccounts, useLeaving, useMachine, useRunning } from './use-leaving.ts';
import styles from './sheet.module.css';

/** What goes, by kind; sizes as the disk gives them back. */
function kindsOf(plan: PlanView): Readonly<Partial<Record<Kind, number>>> {
  const sums: Partial<Record<Kind, number>> = {};
  for (const { category, bytes, allocated } of plan.groups) {
    const kind = kindOf[category];
    sums[kind] = (sums[kind] ?? 0) + Math.min(bytes, allocated);
  }
  return sums;
}

/** Asks the running messengers to quit; resolves to those that still run. */
function useQuitting(running: readonly Product[]) {
  const { quit, signIn } = useStores();
  const [isBusy, setBusy] = useState(false);
  const quitAll = async (): Promise<readonly Product[]> => {
    setBusy(true);
    await Promise.all(running.map((product) => quit.ask(product)));
    await signIn.load();
    setBusy(false);
    const states = quit.store.getState();
    return running.filter((product) => states[product]?.view?.state !== 'quit');
  };
  return { isBusy, quitAll };
}

/** One sheet: all that goes of the person's own accounts, what stays, who must sign in again, and the hold. */
export function Sheet() {
  const { wizard } = useTexts();
  const plan = useLeaving((state) => state.plan);
  const phase = useMachine((state) => state.plan);
  if (plan === null)
    return (
      <StepFrame title={wizard.preview.making} buttons={<NotNow />}>
        <PlanProgress phase={phase} />
      </StepFrame>
    );
  return plan.total.files === 0 ? <NothingToGo plan={plan} /> : <Question plan={plan} />;
}

function NotNow() {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  return <Button onPress={() => leaving.close()}>{wizard.sheet.notNow}</Button>;
}

function NothingToGo({ plan }: { readonly plan: PlanView }) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const format = useFormat();
  const { nothing, nothingLead, nothingSince, nothingButKept } = wizard.sheet;
  const kept = plan.kept.filter(({ reason }) => reason === 'kept-by-pattern');
  const files = kept.reduce((sum, row) => sum + row.files, 0);
  const whole = files === 0 ? nothingLead : nothingButKept({ files: format.files(files) });
  return (
    <StepFrame
      title={nothing}
      // in a session what is kept may be the owner's
      lead={plan.selection.sinceSession ? nothingSince : whole}
      buttons={<NotNow />}
    >
      <Unclear plan={plan} />
      <SessionEnd onEnded={() => leaving.close()} />
    </StepFrame>
  );
}

/** In a session: files that may be the owner's, which nothing touches. */
function Unclear({ plan }: { readonly plan: PlanView }) {
  const { wizard } = useTexts();
  const format = useFormat();
  const files = plan.kept
    .filter(({ reason }) => reason === 'owner-unclear')
    .reduce((sum, row) => sum + row.files, 0);
  return files === 0 ? null : <p>{wizard.sheet.unclear({ files: format.files(files) })}</p>;
}

function Question({ plan }: { readonly plan: PlanView }) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const format = useFormat();
  const nameOf = useEntryName();
  const mode = useMachine((state) => state.mode);
  const chosen = useMachine((state) => state.accounts);
  const computer = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings.computer,
  );
  const running = useRunning(plan);
  const [stubborn, setStubborn] = useState<readonly Product[]>([]);
  const words = wizard.sheet;
  const title = words.title[mode]({ size: format.bytes(plan.total.bytes) });
  // something may be unsent, and in a session it may be the owner's, so it is closed unasked only where that is expected
  const mayClose = computer === 'shared' || computer === 'others';
  const own = plan.accounts.filter(({ accountId }) => chosen.includes(accountId));
  const ownProducts = useAccounts().flatMap(({ id, product }) => (chosen.includes(id) ? [product] : []));
  const isOwners = running.some((product) => !ownProducts.includes(product));
  const isBlocked = running.length > 0 && (!mayClose || isOwners || stubborn.length > 0);
  return (
    <StepFrame
      title={title}
      lead={words.lead({
        names: format.list(own.map(nameOf)),
        files: format.files(plan.total.files),
      })}
      buttons={
        <>
          <NotNow />
          <Start running={running} isBlocked={isBlocked} onStubborn={setStubborn} />
        </>
      }
    >
      <Notices running={running} isBlocked={isBlocked} />
      <div>
        <SizeBar usage={{ ...plan.total, kinds: kindsOf(plan), incomplete: false }} name={title} />
        <Button kind="plain" size="small" onPress={() => leaving.send({ type: 'look-closer' })}>
          {words.look}
        </Button>
      </div>
      <ImpactList plan={plan} />
      <SignOutFirst plan={plan} />
      <Stays plan={plan} />
      <Backups />
      <ModeChoice plan={plan} />
      <Risks />
    </StepFrame>
  );
}

/** Where the clean leaves a sign-in, only signing out in the messenger ends it; from there the person comes back here. */
function SignOutFirst({ plan }: { readonly plan: PlanView }) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  if (staySignedIn(plan).length === 0) return null;
  return (
    <div>
      <Button onPress={() => leaving.send({ type: 'sign-out-first' })}>{wizard.run.toSignOut}</Button>
    </div>
  );
}

interface StartProps {
  readonly running: readonly Product[];
  readonly isBlocked: boolean;
  /** called with the messengers that still run after they were asked to quit */
  readonly onStubborn: (products: readonly Product[]) => void;
}

/** The hold. Running messengers are asked to quit first; nothing starts while one of them runs. */
function Start({ running, isBlocked, onStubborn }: StartProps) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const mode = useMachine((state) => state.mode);
  const isReady = useMachine((state) => state.plan.kind === 'ready');
  const { isBusy, quitAll } = useQuitting(running);
  const words = wizard.run;
  /** What was held for; while a messenger closes, the plan, the way or the whole sheet may become another. */
  const held = (): string => {
    const { machine } = leaving.store.getState();
    const plan = machine?.plan.kind === 'ready' ? machine.plan.planId : null;
    return JSON.stringify([plan, machine?.mode, machine?.purpose, machine?.step]);
  };
  const start = async (): Promise<void> => {
    const before = held();
    const left = running.length === 0 ? [] : await quitAll();
    onStubborn(left);
    if (left.length === 0 && held() === before) leaving.send({ type: 'confirmed' });
  };
  if (isBusy)
    return (
      <span className={styles['busy']} role="status">
        <Spinner />
        {wizard.sheet.closing}
      </span>
    );
  return (
    <HoldToConfirm
      key={mode}
      words={{
        ...{ hold: words.hold[mode], holdHint: words.holdHint },
        ...{ understand: words.understand[mode], start: words.start[mode] },
      }}
      calm={isRestorable(mode)}
      disabled={isBlocked || !isReady}
      onConfirmed={() => void start()}
    />
  );
}

interface NoticesProps {
  readonly running: readonly Product[];
  readonly isBlocked: boolean;
}

/** Why it did not start, and what a running messenger means. */
function Notices({ running, isBlocked }: NoticesProps) {
  const { wizard, common } = useTexts();
  const { leaving } = useStores();
  const errorText = useErrorText();
  const format = useFormat();
  const run = useMachine((state) => state.run);
  const phase = useMachine((state) => state.plan);
  const because = phase.kind === 'ready' ? phase.because : null;
  const names = format.list(running.map((product) => common.products[product]));
  return (
    <>
      {run.kind === 'failed' ? (
        <Callout tone="medium" icon="info" title={wizard.run.failed} live>
          <p>{errorText(run.error)}</p>
        </Callout>
      ) : null}
      {because === null ? null : (
        <Callout tone="medium" icon="info" title={errorText({ code: because, params: {} })} live />
      )}
      {phase.kind === 'failed' ? <PlanProgress phase={phase} /> : null}
      {running.length === 0 ? null : isBlocked ? (
        <Callout
          tone="medium"
          icon="medium"
          title={wizard.run.blocked({ names })}
          action={
            <Button onPress={() => leaving.send({ type: 'sign-out-first' })}>{wizard.run.toSignOut}</Button>
          }
          live
        />
      ) : (
        <Callout tone="plain" icon="info" title={wizard.sheet.closes({ names })}>
          <p>{wizard.sheet.closesMeans}</p>
        </Callout>
      )}
    </>
  );
}

/** What is not touched. */
function Stays({ plan }: { readonly plan: PlanView }) {
  const { wizard } = useTexts();
  const format = useFormat();
  const others = useAccounts().length - plan.accounts.length;
  const words = wizard.sheet;
  if (!plan.selection.sinceSession)
    return <p>{words.stays({ others: format.count(Math.max(0, others)) })}</p>;
  return (
    <>
      <p>{words.staysSince}</p>
      <Unclear plan={plan} />
    </>
  );
}

/** Phone backups have their own tick: they are often the only copy, and may be another person's. */
function Backups() {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const include = useMachine((state) => state.include);
  const words = wizard.level.extras['phone-backups'];
  return (
    <Tick
      wide
      selected={include.includes('phone-backups')}
      onChange={(selected) =>
        leaving.send({ type: 'choose-extras', include: selected ? ['phone-backups'] : [] })
      }
    >
      <span className={styles['extra']}>
        {words.name}
        <span className={styles['soft']}>{words.warning}</span>
      </span>
    </Tick>
  );
}

/** The guide's row for what is chosen, with its source. */
function Risks() {
  const { wizard } = useTexts();
  const level = useMachine((state) => state.level);
  const guide = levelGuides.find((one) => one.level === level);
  if (guide === undefined) return null;
  return (
    <section className={styles['risks']} aria-labelledby="risks-heading">
      <h2 className={styles['heading']} id="risks-heading">
        {wizard.level.columns.risk} <RiskMark risk={guide.risk} />
      </h2>
      {guide.facts.map((id) => (
        <Claim key={id} id={id} />
      ))}
    </section>
  );
}
