import { useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { phoneSteps } from '../../../app/guides/phone-steps.ts';
import { signOutGuides } from '../../../app/guides/sign-out.ts';
import type { SignOutGuide } from '../../../app/guides/sign-out.ts';
import { useLanguage, useTexts } from '../../language/use-texts.ts';
import { useFrom } from '../../stores/stores.ts';
import { anchorId } from './anchor.ts';
import { WalkStep } from './walk-step.tsx';
import styles from './walk.module.css';

const products = { wechat: ['wechat'], qq: ['qq', 'tim'] } as const;

type Walked = keyof typeof products;

function guidesOf(source: Walked): readonly SignOutGuide[] {
  return signOutGuides.filter((guide) => products[source].some((product) => product === guide.product));
}

/** The version that the person most likely has: the first one of this system. */
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

/** Signing out step by step, with drawings: on the computer by version, then on the phone. */
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
