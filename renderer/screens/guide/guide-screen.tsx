import { useEffect, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { placeOf } from '../../../app/guides/guide-content.ts';
import { guides } from '../../../app/guides/sections.ts';
import { Page } from '../../layout/page.tsx';
import { useLanguage, useTexts } from '../../language/use-texts.ts';
import { useStores } from '../../stores/stores.ts';
import { showAnchor } from './anchor.ts';
import { Found } from './found.tsx';
import { GuidePage } from './guide-page.tsx';
import { GuideSearch } from './guide-search.tsx';
import { Legend } from './legend.tsx';
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

/** The three guides, claim by claim, with what of them holds. `detail` is a guide, a part or a claim. */
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
