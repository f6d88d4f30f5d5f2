import { sumOf } from '../../stores/quarantine-store.ts';
import { valueOf } from '../../stores/loadable.ts';
import { hashOf } from '../../stores/route-store.ts';
import { useFrom } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Icon } from '../../components/icon.tsx';
import styles from './home.module.css';

/** What still lies in the quarantine: one quiet line, because whoever leaves should know of it. */
export function QuarantineLine() {
  const { home } = useTexts();
  const format = useFormat();
  const batches = useFrom(
    (stores) => stores.quarantine.store,
    (state) => valueOf(state.list),
  );
  if (batches === null || batches.length === 0) return null;
  return (
    <p className={styles['aside']}>
      <span className={styles['state']}>
        <Icon name="restore" size={16} />
        {home.quarantine.line({
          batches: format.count(batches.length),
          size: format.bytes(sumOf(batches).bytes),
        })}
      </span>
      <a href={hashOf({ place: 'restore', detail: '' })}>{home.quarantine.go}</a>
    </p>
  );
}
