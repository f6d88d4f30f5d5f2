import { useState } from 'react';
import type { ConflictRule } from '../../../app/contract/quarantine.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { OptionCards } from '../../components/option-cards.tsx';
import styles from './restore.module.css';

interface RestoreFormProps {
  readonly onRestore: (rule: ConflictRule) => void;
  readonly onClose: () => void;
}

/** conflict rules, the safest first */
const order: readonly ConflictRule[] = ['skip', 'rename', 'overwrite'];

/** The restore form: what to do about existing files. */
export function RestoreForm({ onRestore, onClose }: RestoreFormProps) {
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
