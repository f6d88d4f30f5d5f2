import type { DiscoveryNote } from '../../../app/contract/accounts.ts';
import { noteDetail } from '../../../app/locale/note-detail.ts';
import { isUnsearched } from '../../../app/wizard/unsearched.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { UnreadPlaces } from '../../components/unread-places.tsx';
import { Fold } from '../../components/fold.tsx';
import { PathText } from '../../components/path-text.tsx';
import styles from './home.module.css';

function Detail({ note }: { readonly note: DiscoveryNote }) {
  const { common } = useTexts();
  const detail = noteDetail(note, common.noteDetails);
  if (detail === null) return null;
  return detail.isPath ? <PathText path={detail.text} /> : <p className={styles['why']}>{detail.text}</p>;
}

/** Places that could not be searched, apart from those that macOS protects. */
function Unread({ notes }: { readonly notes: readonly DiscoveryNote[] }) {
  const { home } = useTexts();
  const shut = notes.filter((note) => isUnsearched(note) && note.kind !== 'privacy-guard');
  return <UnreadPlaces words={home.unread} paths={[...new Set(shut.map(({ path }) => path))]} />;
}

/** All places that could not be searched, shown first: without them "nothing found" would be false. */
export function Guarded({ notes }: { readonly notes: readonly DiscoveryNote[] }) {
  const { home } = useTexts();
  const closed = notes.filter((note) => note.kind === 'privacy-guard');
  return (
    <>
      <UnreadPlaces words={home.guard} paths={closed.map(({ path }) => path)} />
      <Unread notes={notes} />
    </>
  );
}

/** Everything that discovery skipped, with reasons. */
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
            <Detail note={note} />
          </li>
        ))}
      </ul>
    </Fold>
  );
}
