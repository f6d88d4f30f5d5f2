import type { WatchTrouble, WatchView } from '../../../app/contract/watch.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Callout } from '../../components/callout.tsx';
import { PathText } from '../../components/path-text.tsx';
import { usePlaces } from './use-places.ts';
import styles from './timeline.module.css';

const late: ReadonlySet<WatchTrouble> = new Set(['watch-limit', 'network', 'unavailable']);

/** Where the system does not tell of changes, why, and what that means for the person. */
export function Troubles({ troubles }: { readonly troubles: WatchView['troubles'] }) {
  const { timeline } = useTexts();
  const { rootPath } = usePlaces();
  if (troubles.length === 0) return null;
  return (
    <Callout tone="plain" icon="info" title={timeline.trouble.title}>
      {troubles.some(({ trouble }) => late.has(trouble)) ? <p>{timeline.trouble.meaning}</p> : null}
      <ul className={styles['troubles']}>
        {troubles.map(({ rootId, trouble }) => {
          const path = rootPath(rootId);
          return (
            <li key={rootId}>
              {path === null ? null : <PathText path={path} />}
              <p>{timeline.trouble.words[trouble]}</p>
            </li>
          );
        })}
      </ul>
    </Callout>
  );
}
