import { useFrom } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { masked } from '../../stores/timeline-lines.ts';
import { visibleName } from '../../components/visible-name.ts';
import styles from './timeline.module.css';

export function useNamesShown(): boolean {
  return useFrom(
    (stores) => stores.watch.store,
    (state) => state.namesShown,
  );
}

/** A received file's name, behind dots until it is asked for: somebody may look over the shoulder. */
export function FileName({ name }: { readonly name: string }) {
  const { timeline } = useTexts();
  const shown = useNamesShown();
  if (shown) return <bdi className={styles['file']}>{visibleName(name)}</bdi>;
  return (
    <bdi className={styles['file']}>
      <span className={styles['hidden']}>{timeline.received.hidden}</span>
      <span aria-hidden="true">{visibleName(masked(name))}</span>
    </bdi>
  );
}
