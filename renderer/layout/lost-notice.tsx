import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { useTexts } from '../language/use-texts.ts';
import styles from './lost-notice.module.css';

/** The program behind the window is gone: said across the whole window, with what to do. */
export function LostNotice() {
  const { frame } = useTexts();
  return (
    <div className={styles['notice']} role="alert">
      <Icon name="info" />
      <div className={styles['words']}>
        <p className={styles['title']}>{frame.lost.title}</p>
        <p>{frame.lost.body}</p>
      </div>
      <Button onPress={() => window.location.reload()}>{frame.lost.retry}</Button>
    </div>
  );
}
