import { useEffect, useState } from 'react';
import { kinds } from '../../../../app/cleanup/kinds.ts';
import type { Kind } from '../../../../app/cleanup/kinds.ts';
import type { EntryFilter } from '../../../../app/contract/plan-entries.ts';
import { useFormat, useTexts } from '../../../language/use-texts.ts';
import { Button } from '../../../components/button.tsx';
import { Choice } from '../../../components/choice.tsx';
import { Icon } from '../../../components/icon.tsx';
import { PartTick } from './preview-row.tsx';
import type { Part } from './preview-row.tsx';
import styles from './preview.module.css';

const days = { any: 0, days30: 30, days90: 90, days365: 365 } as const;
type Age = keyof typeof days;
const ages = Object.keys(days) as readonly Age[];

/** How long typing pauses before the search starts. */
const pauseMs = 200;

export interface Filters {
  readonly text: string;
  readonly age: Age;
  readonly kind: Kind | 'all';
}

export const noFilters: Filters = { text: '', age: 'any', kind: 'all' };

/** What the filters mean. `now`: when the preview was opened, so that the same filter means the same files. */
export function filterOf({ text, age, kind }: Filters, now: number): EntryFilter {
  const words = text.trim().slice(0, 200);
  return {
    ...(words === '' ? {} : { text: words }),
    ...(age === 'any' ? {} : { before: now - days[age] * 86_400_000 }),
    ...(kind === 'all' ? {} : { kind }),
  };
}

interface Props {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
  /** what fits, null while no filter is set or the answer is not there */
  readonly found: Part | null;
  readonly where: EntryFilter;
}

/** Search, age and kind; below them what fits, with a tick for all of it. */
export function PreviewFilters({ filters, onChange, found, where }: Props) {
  const { wizard, common } = useTexts();
  const texts = wizard.preview.filters;
  const kindOptions = [
    { id: 'all' as const, name: texts.allKinds },
    ...kinds.map((id) => ({ id, name: common.kinds[id] })),
  ];
  return (
    <div className={styles['filters']} role="search" aria-label={texts.label}>
      <SearchField text={filters.text} onText={(text) => onChange({ ...filters, text })} />
      <Choice
        label={texts.age}
        options={ages.map((id) => ({ id, name: texts.ages[id] }))}
        chosen={filters.age}
        onChoose={(age) => onChange({ ...filters, age })}
      />
      <Choice
        label={texts.kind}
        options={kindOptions}
        chosen={filters.kind}
        onChoose={(kind) => onChange({ ...filters, kind })}
      />
      {found === null ? null : <Found found={found} where={where} onClear={() => onChange(noFilters)} />}
    </div>
  );
}

function SearchField({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) {
  const { wizard } = useTexts();
  const [typed, setTyped] = useState(text);
  const [given, setGiven] = useState(text);
  // cleared from outside
  if (given !== text) {
    setGiven(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onText(typed), pauseMs);
    return () => clearTimeout(timer);
  }, [typed, text, onText]);
  return (
    <label className={styles['search']}>
      <Icon name="search" size={16} />
      <input
        type="search"
        value={typed}
        maxLength={200}
        placeholder={wizard.preview.filters.search}
        aria-label={wizard.preview.filters.search}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </label>
  );
}

function Found({
  found,
  where,
  onClear,
}: {
  readonly found: Part;
  readonly where: EntryFilter;
  readonly onClear: () => void;
}) {
  const { wizard } = useTexts();
  const format = useFormat();
  const texts = wizard.preview.filters;
  const isEmpty = found.files === 0;
  return (
    <div className={styles['found']}>
      {isEmpty ? null : <PartTick part={found} what={where} name={texts.everything} />}
      <p role="status">
        {isEmpty ? texts.none : texts.found({ files: format.files(found.files), size: format.freed(found) })}
      </p>
      <Button kind="plain" onPress={onClear}>
        {texts.clear}
      </Button>
    </div>
  );
}
