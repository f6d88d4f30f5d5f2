import { useState } from 'react';
import type { PhoneStepId, ReportView } from '../../../app/contract/runs.ts';
import { productsOnPhone } from '../../../app/wizard/leaving-card.ts';
import {
  headlineOf,
  headlineText,
  partLines,
  receiptSentences,
  shownOutcome,
} from '../../../app/wizard/receipt.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { phoneSteps } from '../../../app/guides/phone-steps.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { sumOf } from '../../stores/quarantine-store.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFormat, useLanguage, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Tick } from '../../components/tick.tsx';
import { Callout } from '../../components/callout.tsx';
import { Fold } from '../../components/fold.tsx';
import { Interrupted } from '../records/interrupted.tsx';
import { ReceiptDetails, Unread } from '../records/receipt-view.tsx';
import { StatusMark } from '../guide/status-mark.tsx';
import { StepDrawing } from '../guide/step-drawing.tsx';
import { SessionEnd } from './session-end.tsx';
import { StepFrame } from './step-frame.tsx';
import { useAccounts, useLeaving, useMachine } from './use-leaving.ts';
import { CardToTake } from './card-to-take.tsx';
import { Clicks } from './clicks.tsx';
import { ClipboardSection } from './clipboard-section.tsx';
import styles from './result-step.module.css';

/** The result step: the verdict, what is left to do, and the details, folded where all went as planned. */
export function ResultStep() {
  const texts = useTexts();
  const language = useLanguage();
  const report = useLeaving((state) => state.report);
  if (report === null) return null;
  return (
    <StepFrame
      title={headlineText(report, texts)}
      lead={texts.records.outcome[shownOutcome(report)]}
      buttons={<Ways report={report} />}
    >
      {report.verification === null ? null : (
        <ul className={styles['parts']}>
          {partLines(report.verification, texts, language).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {receiptSentences(report, texts, language).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <StoppedRest runId={report.runId} />
      <SessionEnd />
      <QuarantineTrace />
      <Unread report={report} />
      <PhoneSteps report={report} />
      <ClipboardSection />
      <CardToTake report={report} />
      <Fold title={texts.wizard.result.details} open={shownOutcome(report) !== 'done'}>
        <ReceiptDetails report={report} />
      </Fold>
    </StepFrame>
  );
}

/**
 * Closing, and what deals with the rest. A sign-in that is left is the one thing that should not be left behind, so only
 * then is closing the quiet button. After a stop the callout above offers to go on.
 */
function Ways({ report }: { readonly report: ReportView }) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const [looking, setLooking] = useState(false);
  const headline = headlineOf(report);
  const mine = useMine();
  const rest = useRest(report, mine);
  const computer = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings.computer,
  );
  const urgent = rest && headline === 'sign-in-left';
  const lookAgain = async (): Promise<void> => {
    setLooking(true);
    await leaving.lookAgain();
    setLooking(false);
  };
  return (
    <div className={styles['ways']}>
      {headline === 'could-not-tell' ? (
        <Button isDisabled={looking} onPress={() => void lookAgain()}>
          {looking ? wizard.run.verifying : wizard.result.rest[headline]}
        </Button>
      ) : null}
      {rest && (headline === 'sign-in-left' || headline === 'data-left') ? (
        <Button
          kind={urgent ? 'primary' : 'quiet'}
          onPress={() =>
            leaving.dealWithRest(headline === 'sign-in-left' ? 'system' : 'deep', computer, mine)
          }
        >
          {wizard.result.rest[headline]}
        </Button>
      ) : null}
      <Button kind={urgent ? 'quiet' : 'primary'} onPress={() => leaving.close()}>
        {wizard.result.finish}
      </Button>
    </div>
  );
}

/** The accounts that the person called theirs; in a session the verdict is about what came since. */
function useMine(): readonly string[] {
  const marks = useFrom(
    (stores) => stores.marks.store,
    (state) => state.marks,
  );
  const sinceSession = useMachine((state) => state.sinceSession);
  return sinceSession ? [] : marks.filter(({ isMine }) => isMine).map(({ accountId }) => accountId);
}

/** Whether a further clean could reach what is left: its accounts are still there, and no stopped run comes first. */
function useRest({ runId }: ReportView, mine: readonly string[]): boolean {
  const chosen = useMachine((state) => state.accounts);
  const accounts = useAccounts();
  const isStopped = useFrom(
    (stores) => stores.host.store,
    (state) => state.status?.interrupted.some((one) => one.runId === runId) === true,
  );
  return !isStopped && accounts.some(({ id }) => chosen.includes(id) || mine.includes(id));
}

/** After a stop: the choice to go on with the rest. */
function StoppedRest({ runId }: { readonly runId: string }) {
  const run = useFrom(
    (stores) => stores.host.store,
    (state) => state.status?.interrupted.find((one) => one.runId === runId),
  );
  return run === undefined ? null : <Interrupted run={run} />;
}

/** Warns on leaving that the quarantine still holds data. */
function QuarantineTrace() {
  const { wizard } = useTexts();
  const format = useFormat();
  const { leaving, route } = useStores();
  const leaves = useMachine(({ purpose }) => purpose === 'leave' || purpose === 'sheet');
  const batches = useFrom(
    (stores) => stores.quarantine.store,
    (state) => valueOf(state.list),
  );
  if (!leaves || batches === null || batches.length === 0) return null;
  const words = wizard.result.quarantine;
  const go = (): void => {
    leaving.close();
    route.go('restore');
  };
  return (
    <Callout
      tone="medium"
      icon="restore"
      title={words.title}
      action={<Button onPress={go}>{words.go}</Button>}
    >
      <p>{words.body({ batches: format.count(batches.length), size: format.amount(sumOf(batches)) })}</p>
    </Callout>
  );
}

/** The three steps left on the phone, per messenger, each with a tick that the receipt keeps. */
function PhoneSteps({ report }: { readonly report: ReportView }) {
  const { wizard, common } = useTexts();
  const language = useLanguage();
  const { leaving } = useStores();
  const known = productsOnPhone(report);
  const isDone = (product: Product, id: PhoneStepId): boolean =>
    report.confirmed.some((one) => one.product === product && one.step === id);
  if (known.length === 0) return null;
  return (
    <section aria-labelledby="phone-heading">
      <h2 className={styles['heading']} id="phone-heading">
        {wizard.result.phone}
      </h2>
      <p className={styles['soft']}>{wizard.result.phoneLead}</p>
      {known.map((product) => (
        <div key={product}>
          {known.length > 1 ? <h3 className={styles['product']}>{common.products[product]}</h3> : null}
          <ol className={styles['steps']}>
            {phoneSteps[product].map((step) => (
              <li className={styles['step']} key={step.id}>
                <div className={styles['picture']}>
                  <StepDrawing id={step.drawing} />
                </div>
                <div className={styles['words']}>
                  <h4 className={styles['title']}>
                    <Tick
                      selected={isDone(product, step.id)}
                      onChange={(done) => void leaving.confirmOnPhone(product, step.id, done)}
                    >
                      {step.title[language]}
                    </Tick>
                  </h4>
                  <Clicks clicks={step.taps} />
                  <p className={styles['soft']}>{step.why[language]}</p>
                  {step.status === 'ok' ? null : <StatusMark status={step.status} />}
                </div>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}
