import { headlineText, partLines, shownOutcome } from '../../../app/wizard/receipt.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { phoneSteps } from '../../../app/guides/phone-steps.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { sumOf } from '../../stores/quarantine-store.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFormat, useLanguage, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { ReceiptView } from '../records/receipt-view.tsx';
import { StatusMark } from '../guide/status-mark.tsx';
import { StepDrawing } from '../guide/step-drawing.tsx';
import { SessionEnd } from './session-end.tsx';
import { StepFrame } from './step-frame.tsx';
import { useLeaving, useMachine } from './use-leaving.ts';
import { Clicks } from './clicks.tsx';
import styles from './result-step.module.css';

/** The result step: receipt, verification, and the steps left on the phone. */
export function ResultStep() {
  const texts = useTexts();
  const { wizard } = texts;
  const language = useLanguage();
  const { leaving } = useStores();
  const report = useLeaving((state) => state.report);
  if (report === null) return null;
  const products: readonly Product[] = [...new Set(report.accounts.map((account) => account.product))];
  return (
    <StepFrame
      title={headlineText(report, texts)}
      lead={texts.records.outcome[shownOutcome(report)]}
      buttons={
        <div className={styles['ways']}>
          <Button kind="primary" onPress={() => leaving.close()}>
            {wizard.result.finish}
          </Button>
        </div>
      }
    >
      {report.verification === null ? null : (
        <ul className={styles['parts']}>
          {partLines(report.verification, texts, language).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <SessionEnd />
      <QuarantineTrace />
      <ReceiptView report={report}>
        <PhoneSteps products={products} />
      </ReceiptView>
    </StepFrame>
  );
}

/** Warns on leaving that the quarantine still holds data. */
function QuarantineTrace() {
  const { wizard } = useTexts();
  const format = useFormat();
  const { leaving, route } = useStores();
  const leaves = useMachine((state) => state.purpose === 'leave');
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

function hasSteps(product: Product): product is keyof typeof phoneSteps {
  return Object.hasOwn(phoneSteps, product);
}

/** The three steps left on the phone, per messenger. */
function PhoneSteps({ products }: { readonly products: readonly Product[] }) {
  const { wizard, common } = useTexts();
  const language = useLanguage();
  const known = products.filter(hasSteps);
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
                  <h4 className={styles['title']}>{step.title[language]}</h4>
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
