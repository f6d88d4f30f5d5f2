import { phoneSteps } from '../../../app/guides/phone-steps.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { useLanguage, useTexts } from '../../language/use-texts.ts';
import { Clicks } from './clicks.tsx';
import { StatusMark } from '../guide/status-mark.tsx';
import { StepDrawing } from '../guide/step-drawing.tsx';
import styles from './result-step.module.css';

function hasSteps(product: Product): product is keyof typeof phoneSteps {
  return Object.hasOwn(phoneSteps, product);
}

/** The three things left to do on the phone, for each messenger that was cleaned. */
export function PhoneSteps({ products }: { readonly products: readonly Product[] }) {
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
