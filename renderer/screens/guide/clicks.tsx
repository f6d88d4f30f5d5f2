import type { Bilingual } from '../../../app/guides/fact.ts';
import { useFormat, useLanguage, useTexts } from '../../language/use-texts.ts';
import styles from './clicks.module.css';

interface Props {
  /** the step that the clicks belong to */
  readonly title: Bilingual;
  readonly clicks: readonly Bilingual[];
}

/** What to click, with the numbers of the drawing; the drawing is nothing without this list. */
export function Clicks({ title, clicks }: Props) {
  const language = useLanguage();
  const { guide } = useTexts();
  const format = useFormat();
  return (
    <ol className={styles['clicks']} aria-label={guide.clicks({ title: title[language] })}>
      {clicks.map((click, index) => (
        <li key={click[language]}>
          <span className={styles['number']} aria-hidden="true">
            {format.count(index + 1)}
          </span>
          {click[language]}
        </li>
      ))}
    </ol>
  );
}
