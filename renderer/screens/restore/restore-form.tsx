import { useState } from 'react';
import type { ConflictRule } from '../../../app/contract/quarantine.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { OptionCards } from '../../components/option-cards.tsx';
import styles from './restore.module.css';

interface Props {
  readonly onRestore: (rule: ConflictRule) => void;
  readonly onClose: () => void;
}

/** The careful answer first: what lies in place is not touched unless the person says so. */
const order: readonly ConflictRule[] = ['skip', 'rename', 'overwrite'];

/** What restoring does where a file of the same name is in place, asked before it begins. */
export function RestoreForm({ onRestore, onClose }: Props) {
  const { restore } = useTexts();
  const [rule, setRule] = useState<ConflictRule>('skip');
  const { title, names, words } = restore.conflict;
  return (
    <div className={styles['form']}>
      <p className={styles['question']}>{title}</p>
      <OptionCards
        label={title}
        options={order.map((id) => ({ id, name: names[id], words: words[id] }))}
        chosen={rule}
        onChoose={setRule}
      />
      <div className={styles['formWays']}>
        <Button onPress={onClose}>{restore.cancel}</Button>
        <Button kind="primary" onPress={() => onRestore(rule)}>
          {restore.start}
        </Button>
      </div>
    </div>
  );
}
