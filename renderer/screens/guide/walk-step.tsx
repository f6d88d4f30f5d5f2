import type { Bilingual, FactStatus } from '../../../app/guides/fact.ts';
import type { DrawingId } from '../../../app/guides/drawing-ids.ts';
import { factById } from '../../../app/guides/facts.ts';
import type { FactId } from '../../../app/guides/facts.ts';
import { sections } from '../../../app/guides/sections.ts';
import { useLanguage, useTexts } from '../../language/use-texts.ts';
import { hashOf } from '../../stores/route-store.ts';
import { Clicks } from './clicks.tsx';
import { StatusMark } from './status-mark.tsx';
import { StepDrawing } from './step-drawing.tsx';
import styles from './walk.module.css';

interface Props {
  readonly title: Bilingual;
  readonly clicks: readonly Bilingual[];
  readonly notes: readonly (string | null)[];
  readonly facts: readonly FactId[];
  readonly drawing: DrawingId;
  /** shown where the step is a guide's word and not the product's */
  readonly status?: FactStatus;
}

/** Where the claims stand that a step rests on; each part once. */
function RestsOn({ facts }: { readonly facts: readonly FactId[] }) {
  const language = useLanguage();
  const { guide } = useTexts();
  if (facts.length === 0) return null;
  const first = new Map(facts.map((id) => [factById[id].section, id] as const).reverse());
  return (
    <p className={styles['rests']}>
      {guide.restsOn}
      {sections
        .filter((section) => first.has(section.id))
        .map((section) => (
          <a key={section.id} href={hashOf({ place: 'guide', detail: first.get(section.id) ?? section.id })}>
            {section.title[language]}
          </a>
        ))}
    </p>
  );
}

/** One step: the drawing, and the clicks with the drawing's numbers. */
export function WalkStep({ title, clicks, notes, facts, drawing, status }: Props) {
  const language = useLanguage();
  return (
    <li className={styles['step']}>
      <div className={styles['picture']}>
        <StepDrawing id={drawing} />
      </div>
      <div className={styles['words']}>
        <h3>{title[language]}</h3>
        {status === undefined || status === 'ok' ? null : <StatusMark status={status} />}
        <Clicks title={title} clicks={clicks} />
        {notes.map((note) => (note === null ? null : <p key={note}>{note}</p>))}
        <RestsOn facts={facts} />
      </div>
    </li>
  );
}
