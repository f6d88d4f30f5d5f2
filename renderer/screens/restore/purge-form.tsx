import { useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { HoldToConfirm } from '../../components/hold-to-confirm.tsx';
import styles from './restore.module.css';

interface Props {
  /** exactly what goes */
  readonly sentence: string;
  readonly onConfirmed: () => void;
  readonly onClose: () => void;
}

/** What goes for good, in exact words, and the button that has to be held for it. */
export function PurgeForm({ sentence, onConfirmed, onClose }: Props) {
  const { restore } = useTexts();
  return (
    <div className={styles['form']}>
      <p className={styles['question']}>{sentence}</p>
      <p className={styles['soft']}>{restore.words.holdHint}</p>
      <div className={styles['formWays']}>
        <Button onPress={onClose}>{restore.purging.keep}</Button>
        <HoldToConfirm words={restore.words} disabled={false} onConfirmed={onConfirmed} />
      </div>
    </div>
  );
}
