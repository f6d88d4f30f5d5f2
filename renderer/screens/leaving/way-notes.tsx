import { useEffect } from 'react';
import { notesFor } from '../../../app/cleanup/mode-notes.ts';
import type { ModeNote } from '../../../app/cleanup/mode-notes.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Icon } from '../../components/icon.tsx';
import styles from './way.module.css';

/** The one sentence that stands beside each way where it is chosen; the others are said below, where they hold. */
export const choiceNote: Readonly<Record<RemovalMode, ModeNote>> = {
  quarantine: 'quarantine-stays',
  trash: 'trash-stays',
  delete: 'delete-recoverable',
  erase: 'erase-once',
};

interface Props {
  readonly planId: string;
  readonly mode: RemovalMode;
}

/** What the chosen way can and cannot do on the volumes of this plan, said before it starts. */
export function WayNotes({ planId, mode }: Props) {
  const { volumes: texts } = useTexts();
  const { volumes } = useStores();
  const known = useFrom(
    (stores) => stores.volumes.store,
    (state) => (state.planId === planId ? state.volumes : null),
  );
  useEffect(() => void volumes.load(planId), [volumes, planId]);
  const notes = known === null ? [] : notesFor(mode, known).filter((note) => note !== choiceNote[mode]);
  if (notes.length === 0) return null;
  return (
    <ul className={styles['notes']}>
      {notes.map((note) => (
        <li className={styles['note']} key={note}>
          <Icon name="info" size={16} />
          <span>{texts.notes[note]}</span>
        </li>
      ))}
    </ul>
  );
}
