import { shownOutcome } from '../../../app/wizard/receipt.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { useStores } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { ReceiptView } from '../records/receipt-view.tsx';
import { PhoneSteps } from './phone-steps.tsx';
import { QuarantineTrace } from './quarantine-trace.tsx';
import { SessionEnd } from './session-end.tsx';
import { StepFrame } from './step-frame.tsx';
import { useLeaving } from './use-leaving.ts';
import styles from './result-step.module.css';

/** What is gone, how that was verified, what stays and why, and what only the phone can do. */
export function ResultStep() {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const report = useLeaving((state) => state.report);
  const plan = useLeaving((state) => state.plan);
  if (report === null) return null;
  const products: readonly Product[] = [...new Set(report.accounts.map((account) => account.product))];
  return (
    <StepFrame
      title={wizard.result.title[shownOutcome(report)]}
      buttons={
        <div className={styles['ways']}>
          <Button kind="primary" onPress={() => leaving.close()}>
            {wizard.result.finish}
          </Button>
        </div>
      }
    >
      <SessionEnd />
      <QuarantineTrace />
      <ReceiptView report={report} untouched={plan?.kept ?? []}>
        <PhoneSteps products={products} />
      </ReceiptView>
    </StepFrame>
  );
}
