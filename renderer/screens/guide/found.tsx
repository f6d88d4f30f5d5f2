import { searchGuides } from '../../../app/guides/guide-content.ts';
import { useFormat, useLanguage, useTexts } from '../../language/use-texts.ts';
import { PartView } from './part-view.tsx';
import styles from './guide-screen.module.css';

/** What a search has found, in all three guides. */
export function Found({ query }: { readonly query: string }) {
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
