import type { Source } from '../../../app/guides/fact.ts';
import { partsOf } from '../../../app/guides/guide-content.ts';
import type { Guide } from '../../../app/guides/sections.ts';
import { useLanguage, useTexts } from '../../language/use-texts.ts';
import { hashOf } from '../../stores/route-store.ts';
import { showAnchor } from './anchor.ts';
import { PartView } from './part-view.tsx';
import { Walk } from './walk.tsx';
import styles from './guide-screen.module.css';

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

/** One guide as a page to read from top to bottom. */
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
