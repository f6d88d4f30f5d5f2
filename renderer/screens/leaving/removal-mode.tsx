import { useEffect, useId, useState } from 'react';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { PlanView } from '../../../app/contract/plans.ts';
import { isRestorable, offeredModes, signInFiles } from '../../../app/wizard/removal-mode.ts';
import { notesFor } from '../../../app/cleanup/mode-notes.ts';
import type { ModeNote } from '../../../app/cleanup/mode-notes.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { OptionCards } from '../../components/option-cards.tsx';
import { useMachine } from './use-leaving.ts';
import styles from './removal-mode.module.css';

/** What happens to the files, in one line, with the quarantine's retention. */
function useModeLine(mode: RemovalMode): string {
  const { wizard } = useTexts();
  const format = useFormat();
  const days = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings.quarantineDays,
  );
  const { lines } = wizard.run.way;
  if (mode !== 'quarantine') return lines[mode];
  return days === null ? lines.quarantineKept : lines.quarantine({ days: format.count(days) });
}

/** The removal mode: one line, with a button to change it. */
export function ModeChoice({ plan }: { readonly plan: PlanView }) {
  const { wizard } = useTexts();
  const mode = useMachine((state) => state.mode);
  const line = useModeLine(mode);
  const [open, setOpen] = useState(false);
  const title = useId();
  const panel = useId();
  const words = wizard.run.way;
  return (
    <section className={styles['way']} aria-labelledby={title}>
      <div className={styles['top']}>
        <span className={isRestorable(mode) ? styles['calm'] : styles['final']}>
          <Icon name={isRestorable(mode) ? 'restore' : 'irreversible'} />
        </span>
        <div className={styles['said']}>
          <h2 className={styles['title']} id={title}>
            {words.title}
          </h2>
          <p className={styles['line']} role="status">
            {line}
          </p>
          <ModeLimits plan={plan} mode={mode} />
        </div>
        <Button aria-expanded={open} aria-controls={panel} onPress={() => setOpen(!open)}>
          {open ? words.close : words.change}
        </Button>
      </div>
      <div id={panel} hidden={!open}>
        {open ? <ModeCards mode={mode} /> : null}
      </div>
      <ModeNotes planId={plan.id} mode={mode} />
    </section>
  );
}

/** The limits of a restorable mode: sign-ins are deleted, and a copy is a trace on a shared computer. */
function ModeLimits({ plan, mode }: { readonly plan: PlanView; readonly mode: RemovalMode }) {
  const { wizard } = useTexts();
  const format = useFormat();
  const leaving = useMachine(({ purpose }) => purpose === 'leave' || purpose === 'sheet');
  if (!isRestorable(mode)) return null;
  const signIns = signInFiles(plan.groups);
  return (
    <>
      {signIns === 0 ? null : (
        <p className={styles['beside']}>{wizard.run.way.credentials({ files: format.files(signIns) })}</p>
      )}
      {leaving ? <p className={styles['beside']}>{wizard.run.way.trace}</p> : null}
    </>
  );
}

function ModeCards({ mode }: { readonly mode: RemovalMode }) {
  const { wizard, volumes } = useTexts();
  const { leaving } = useStores();
  const host = useFrom(
    (stores) => stores.host.store,
    (state) => state.host,
  );
  const words = wizard.run.way;
  return (
    <OptionCards
      label={words.title}
      options={offeredModes(host).map((id) => ({
        id,
        name: words.names[id],
        words: volumes.notes[choiceNote[id]],
      }))}
      chosen={mode}
      onChoose={(chosen) => leaving.send({ type: 'choose-mode', mode: chosen })}
    />
  );
}

/** The note shown beside each mode where it is chosen; the others are shown below. */
const choiceNote: Readonly<Record<RemovalMode, ModeNote>> = {
  quarantine: 'quarantine-stays',
  trash: 'trash-stays',
  delete: 'delete-recoverable',
  erase: 'erase-once',
};

interface Props {
  readonly planId: string;
  readonly mode: RemovalMode;
}

/** What the mode can and cannot do on the plan's volumes. */
function ModeNotes({ planId, mode }: Props) {
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
