import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import styles from './settings.module.css';

interface Props {
  readonly label: string;
  readonly button: string;
  /** resolves to false when the path was refused, which keeps the text in the field */
  readonly onAdd: (path: string) => Promise<boolean>;
}

/** A field to type a full path. */
export function PathField({ label, button, onAdd }: Props) {
  const [typed, setTyped] = useState('');
  const add = async (): Promise<void> => {
    const path = typed.trim();
    if (path !== '' && (await onAdd(path))) setTyped('');
  };
  return (
    <div className={styles['adding']}>
      <input
        type="text"
        className={styles['path']}
        aria-label={label}
        placeholder={label}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void add();
        }}
      />
      <Button size="small" onPress={() => void add()}>
        {button}
      </Button>
    </div>
  );
}
