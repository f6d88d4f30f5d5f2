import { useEffect, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { Button } from 'react-aria-components/Button';
import { Input } from 'react-aria-components/Input';
import { SearchField } from 'react-aria-components/SearchField';
import { placeOf, searchGuides } from '../../../app/guides/guide-content.ts';
import { guides } from '../../../app/guides/sections.ts';
import { useStores } from '../../stores/stores.ts';
import { useFormat, useLanguage, useTexts } from '../../language/use-texts.ts';
import { Icon } from '../../components/icon.tsx';
import { Page } from '../../layout/page.tsx';
import { showAnchor } from './anchor.ts';
import { GuidePage, PartView } from './guide-page.tsx';
import { StatusMark } from './status-mark.tsx';
import styles from './guide-screen.module.css';

function GuideTabs({ detail }: { readonly detail: string }) {
  const language = useLanguage();
  const { guide } = useTexts();
  const { route } = useStores();
  const place = placeOf(detail);
  useEffect(() => {
    const { anchor, fact } = placeOf(detail);
    if (anchor !== null) showAnchor(anchor, fact?.id ?? null);
  }, [detail]);
  return (
    <Tabs
      className={styles['tabs'] ?? ''}
      selectedKey={place.source}
      onSelectionChange={(key) => {
        if (key !== place.source) route.go('guide', String(key));
      }}
    >
      <TabList className={styles['tabList'] ?? ''} aria-label={guide.tabs}>
        {guides.map(({ source, name }) => (
          <Tab key={source} id={source} className={styles['tab'] ?? ''}>
            {name[language]}
          </Tab>
        ))}
      </TabList>
      {guides.map((entry) => (
        <TabPanel key={entry.source} id={entry.source} className={styles['panel'] ?? ''}>
          <GuidePage {...entry} />
        </TabPanel>
      ))}
    </Tabs>
  );
}

/** The three guides, claim by claim, with the status of each. `detail` is a guide, a part or a claim. */
export function GuideScreen({ detail }: { readonly detail: string }) {
  const { guide } = useTexts();
  const [query, setQuery] = useState('');
  return (
    <Page title={guide.title}>
      <div className={styles['top']}>
        <p className={styles['intro']}>{guide.intro}</p>
        <Legend />
        <GuideSearch query={query} onChange={setQuery} />
      </div>
      {query.trim() === '' ? <GuideTabs detail={detail} /> : <Found query={query} />}
    </Page>
  );
}

interface Props {
  readonly query: string;
  readonly onChange: (query: string) => void;
}

/** Searches the claims; Escape clears the query. */
function GuideSearch({ query, onChange }: Props) {
  const { guide } = useTexts();
  return (
    <SearchField
      className={styles['search'] ?? ''}
      aria-label={guide.search}
      value={query}
      onChange={onChange}
      maxLength={100}
    >
      <svg aria-hidden="true" width="16" height="16" viewBox="0 0 16 16" className={styles['glass']}>
        <circle cx="7" cy="7" r="4.5" />
        <path d="m10.5 10.5 3.5 3.5" />
      </svg>
      <Input className={styles['input'] ?? ''} placeholder={guide.searchHint} />
      <Button className={styles['clear'] ?? ''} aria-label={guide.clear}>
        <Icon name="cross" size={16} />
      </Button>
    </SearchField>
  );
}

/** Search results from all three guides. */
function Found({ query }: { readonly query: string }) {
  const language = useLanguage();
  const { guide } = useTexts();
  const format = useFormat();
  const found = searchGuides(query, language);
  const count = found.reduce((sum, part) => sum + part.entries.length, 0);
  return (
    <div className={styles['parts']}>
      <p className={styles['count']} role="status">
        {count === 0 ? guide.foundNothing : guide.found({ count: format.count(count) })}
      </p>
      {found.map((part) => (
        <PartView key={part.section.id} part={part} found />
      ))}
    </div>
  );
}

/** Explains the three status marks. */
function Legend() {
  const { guide } = useTexts();
  return (
    <dl className={styles['legend']} aria-label={guide.legend}>
      {(['ok', 'guide', 'disputed'] as const).map((status) => (
        <div key={status}>
          <dt>
            <StatusMark status={status} />
          </dt>
          <dd>{guide.statusMeaning[status]}</dd>
        </div>
      ))}
    </dl>
  );
}
