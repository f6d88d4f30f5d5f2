import type { Bilingual } from '../../../app/guides/fact.ts';
import type { DrawingId } from '../../../app/guides/drawing-ids.ts';
import { factById } from '../../../app/guides/facts.ts';
import type { FactId } from '../../../app/guides/facts.ts';
import { useFormat, useLanguage, useTexts } from '../../language/use-texts.ts';
import { hashOf } from '../../stores/route-store.ts';
import { StepDrawing } from './step-drawing.tsx';
import styles from './walk.module.css';

interface Props {
  readonly title: Bilingual;
  readonly clicks: readonly Bilingual[];
  readonly notes: readonly (string | null)[];
  readonly facts: readonly FactId[];
  readonly drawing: DrawingId;
}

/** The claims that a step rests on, each a link to where it stands. */
function RestsOn({ facts }: { readonly facts: readonly FactId[] }) {
  const { guide } = useTexts();
  if (facts.length === 0) return null;
  return (
    <ul className={styles['rests']} aria-label={guide.restsOn}>
      {facts.map((id) => (
        <li key={id}>
          <a href={hashOf({ place: 'guide', detail: id })}>
            {guide.fact({ id, status: guide.status[factById[id].status] })}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** One step: the drawing, and the clicks with the drawing's numbers. */
export function WalkStep({ title, clicks, notes, facts, drawing }: Props) {
  const language = useLanguage();
  const { guide } = useTexts();
  const format = useFormat();
  return (
    <li className={styles['step']}>
      <div className={styles['picture']}>
        <StepDrawing id={drawing} />
      </div>
      <div className={styles['words']}>
        <h3>{title[language]}</h3>
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
        {notes.map((note) => (note === null ? null : <p key={note}>{note}</p>))}
        <RestsOn facts={facts} />
      </div>
    </li>
  );
}
