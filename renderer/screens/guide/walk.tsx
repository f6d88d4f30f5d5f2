import { useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { phoneSteps } from '../../../app/guides/phone-steps.ts';
import { signOutGuides } from '../../../app/guides/sign-out.ts';
import type { SignOutGuide } from '../../../app/guides/sign-out.ts';
import type { Bilingual, FactStatus } from '../../../app/guides/fact.ts';
import type { DrawingId } from '../../../app/guides/drawing-ids.ts';
import { factById } from '../../../app/guides/facts.ts';
import type { FactId } from '../../../app/guides/facts.ts';
import { sections } from '../../../app/guides/sections.ts';
import { useFrom } from '../../stores/stores.ts';
import { hashOf } from '../../stores/route-store.ts';
import { useFormat, useLanguage, useTexts } from '../../language/use-texts.ts';
import { anchorId } from './anchor.ts';
import { StatusMark } from './status-mark.tsx';
import { StepDrawing } from './step-drawing.tsx';
import styles from './walk.module.css';

const products = { wechat: ['wechat'], qq: ['qq', 'tim'] } as const;

type Walked = keyof typeof products;

function guidesOf(source: Walked): readonly SignOutGuide[] {
  return signOutGuides.filter((guide) => products[source].some((product) => product === guide.product));
}

/** The most likely version: the first one of this system. */
function useLikely(guides: readonly SignOutGuide[]): SignOutGuide | undefined {
  const system = useFrom(
    (stores) => stores.host.store,
    (state) => state.host?.system,
  );
  return guides.find((guide) => system !== undefined && guide.systems.includes(system)) ?? guides[0];
}

interface VersionsProps {
  readonly guides: readonly SignOutGuide[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

function Versions({ guides, chosen, onChoose }: VersionsProps) {
  const language = useLanguage();
  const { guide } = useTexts();
  return (
    <ToggleButtonGroup
      className={styles['versions'] ?? ''}
      aria-label={guide.stepsVersion}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => {
        for (const key of keys) onChoose(String(key));
      }}
    >
      {guides.map((version) => (
        <ToggleButton key={version.id} id={version.id} className={styles['version'] ?? ''}>
          {version.name[language]}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

/** Signing out step by step with drawings: on the computer by version, then on the phone. */
export function Walk({ source, title }: { readonly source: Walked; readonly title: string }) {
  const language = useLanguage();
  const { guide } = useTexts();
  const guides = guidesOf(source);
  const likely = useLikely(guides);
  const [picked, setPicked] = useState<string | null>(null);
  const chosen = guides.find((candidate) => candidate.id === picked) ?? likely;
  const id = anchorId(`${source}-walk`);
  if (chosen === undefined) return null;
  return (
    <section aria-labelledby={id} className={styles['walk']}>
      <h2 id={id} tabIndex={-1}>
        {title}
      </h2>
      <p className={styles['lead']}>{guide.stepsLead}</p>
      <Versions guides={guides} chosen={chosen.id} onChoose={setPicked} />
      <ol className={styles['steps']}>
        {chosen.steps.map((step) => (
          <WalkStep
            key={step.id}
            {...step}
            notes={[guide.seen({ text: step.seen[language] }), step.caution?.[language] ?? null]}
          />
        ))}
      </ol>
      <h3 className={styles['phoneTitle']}>{guide.onPhone}</h3>
      <ol className={styles['steps']}>
        {phoneSteps[source].map((step) => (
          <WalkStep key={step.id} {...step} clicks={step.taps} notes={[step.why[language]]} />
        ))}
      </ol>
    </section>
  );
}

interface WalkStepProps {
  readonly title: Bilingual;
  readonly clicks: readonly Bilingual[];
  readonly notes: readonly (string | null)[];
  readonly facts: readonly FactId[];
  readonly drawing: DrawingId;
  /** shown where only a guide, not the product, documents the step */
  readonly status?: FactStatus;
}

/** Links to the parts with the claims that a step rests on, each part once. */
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

/** One step: drawing, and clicks with the drawing's numbers. */
function WalkStep({ title, clicks, notes, facts, drawing, status }: WalkStepProps) {
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

interface ClicksProps {
  /** the step of these clicks */
  readonly title: Bilingual;
  readonly clicks: readonly Bilingual[];
}

/** The numbered clicks of a step. */
function Clicks({ title, clicks }: ClicksProps) {
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
