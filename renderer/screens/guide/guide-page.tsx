import type { Source } from '../../../app/guides/fact.ts';
import { partsOf } from '../../../app/guides/guide-content.ts';
import type { Entry, Part } from '../../../app/guides/guide-content.ts';
import type { Guide } from '../../../app/guides/sections.ts';
import { hashOf } from '../../stores/route-store.ts';
import { useLanguage, useTexts } from '../../language/use-texts.ts';
import { anchorId, showAnchor } from './anchor.ts';
import { Walk } from './walk.tsx';
import { Claim, ClaimTable } from './claims.tsx';
import styles from './guide-page.module.css';

function PartLink({ detail, title }: { readonly detail: string; readonly title: string }) {
  return (
    <li>
      <a href={hashOf({ place: 'guide', detail })} onClick={() => showAnchor(detail, null)}>
        {title}
      </a>
    </li>
  );
}

function Contents({ source }: { readonly source: Source }) {
  const language = useLanguage();
  const { guide } = useTexts();
  return (
    <nav aria-label={guide.contents}>
      <ul className={styles['contents']}>
        {source === 'wechat' ? <PartLink detail="wechat-walk" title={guide.steps} /> : null}
        {partsOf(source).map(({ section }) => (
          <PartLink key={section.id} detail={section.id} title={section.title[language]} />
        ))}
        {source === 'qq' ? <PartLink detail="qq-walk" title={guide.stepsOfQq} /> : null}
      </ul>
    </nav>
  );
}

/** One guide as a page. */
export function GuidePage({ source, about }: Guide) {
  const language = useLanguage();
  const { guide } = useTexts();
  return (
    <div className={styles['parts']}>
      <div className={styles['opening']}>
        <p>{about[language]}</p>
        <Contents source={source} />
      </div>
      {source === 'wechat' ? <Walk source="wechat" title={guide.steps} /> : null}
      {partsOf(source).map((part) => (
        <PartView key={part.section.id} part={part} />
      ))}
      {source === 'qq' ? <Walk source="qq" title={guide.stepsOfQq} /> : null}
    </div>
  );
}

function Claims({ entries, ordered }: { readonly entries: readonly Entry[]; readonly ordered: boolean }) {
  const List = ordered ? 'ol' : 'ul';
  return (
    <List className={ordered ? styles['steps'] : styles['claims']}>
      {entries.map((entry) => (
        <li key={entry.fact.id}>
          <Claim entry={entry} />
        </li>
      ))}
    </List>
  );
}

/** A checklist, grouped by kind. */
function Checklist({ entries }: { readonly entries: readonly Entry[] }) {
  const language = useLanguage();
  const kinds = [...new Set(entries.map((entry) => entry.row?.cells['group']?.[language] ?? ''))];
  return (
    <div className={styles['kinds']}>
      {kinds.map((kind) => (
        <section key={kind} className={styles['kind']}>
          <h3>{kind}</h3>
          <Claims
            ordered={false}
            entries={entries.filter((entry) => entry.row?.cells['group']?.[language] === kind)}
          />
        </section>
      ))}
    </div>
  );
}

function Questions({ entries }: { readonly entries: readonly Entry[] }) {
  const language = useLanguage();
  return (
    <ul className={styles['claims']}>
      {entries.map((entry) => (
        <li key={entry.fact.id}>
          <Claim entry={entry} heading={<h3>{entry.row?.cells['question']?.[language]}</h3>} />
        </li>
      ))}
    </ul>
  );
}

function Content({ part, labelledBy }: { readonly part: Part; readonly labelledBy: string }) {
  const { section, table, entries } = part;
  switch (section.form) {
    case 'claims':
    case 'steps':
      return <Claims entries={entries} ordered={section.form === 'steps'} />;
    case 'checklist':
      return <Checklist entries={entries} />;
    case 'questions':
      return <Questions entries={entries} />;
    case 'table':
      return table === null ? null : <ClaimTable table={table} entries={entries} labelledBy={labelledBy} />;
  }
}

/** One part of a guide: heading, source, claims. `found` omits the lead, because the search matches claims only. */
export function PartView({ part, found = false }: { readonly part: Part; readonly found?: boolean }) {
  const language = useLanguage();
  const { frame } = useTexts();
  const { section } = part;
  const id = anchorId(section.id);
  return (
    <section className={styles['part']} aria-labelledby={id}>
      <header className={styles['header']}>
        <h2 id={id} tabIndex={-1}>
          {section.title[language]}
        </h2>
        <span className={styles['source']}>{frame.source[section.source]}</span>
      </header>
      {section.lead === null || found ? null : <p className={styles['lead']}>{section.lead[language]}</p>}
      <div className={styles['content']}>
        <Content part={part} labelledBy={id} />
      </div>
    </section>
  );
}
