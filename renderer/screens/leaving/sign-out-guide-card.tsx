import type { SignOutGuide } from '../../../app/guides/sign-out.ts';
import { useLanguage } from '../../language/use-texts.ts';
import { Clicks } from './clicks.tsx';
import { StepDrawing } from '../guide/step-drawing.tsx';
import styles from './sign-out-step.module.css';

/** What to click in one version line, each step with its drawing. */
export function SignOutGuideCard({ guide }: { readonly guide: SignOutGuide }) {
  const language = useLanguage();
  return (
    <section className={styles['guide']} aria-label={guide.name[language]}>
      <h2 className={styles['heading']}>{guide.name[language]}</h2>
      <ol className={styles['steps']}>
        {guide.steps.map((step, index) => (
          <li className={styles['step']} key={step.id}>
            <div className={styles['picture']}>
              <StepDrawing id={step.drawing} />
            </div>
            <div className={styles['words']}>
              <h3 className={styles['stepTitle']}>{`${String(index + 1)}. ${step.title[language]}`}</h3>
              <Clicks clicks={step.clicks} />
              <p className={styles['soft']}>{step.seen[language]}</p>
              {step.caution === null ? null : <p className={styles['soft']}>{step.caution[language]}</p>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
