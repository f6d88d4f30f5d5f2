import type { DiscoveryNote } from '../../../app/contract/views.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Fold } from '../../parts/fold.tsx';
import { PathText } from '../../parts/path-text.tsx';
import styles from './home.module.css';

/** What discovery met and passed over, so that silence never means "nothing there". */
export function Notes({ notes }: { readonly notes: readonly DiscoveryNote[] }) {
  const { home } = useTexts();
  const format = useFormat();
  if (notes.length === 0) return null;
  return (
    <Fold title={home.notes.title({ count: format.count(notes.length) })}>
      <ul className={styles['list']}>
        {notes.map((note, index) => (
          <li key={index}>
            <p className={styles['why']}>{home.notes.kinds[note.kind]}</p>
            <PathText path={note.path} />
            {note.detail === null ? null : <PathText path={note.detail} />}
          </li>
        ))}
      </ul>
    </Fold>
  );
}
