import { splitPath, visibleName } from './visible-name.ts';
import styles from './path-text.module.css';

/** A path on one line, shortened in the middle; the tooltip shows all of it. */
export function PathText({ path }: { readonly path: string }) {
  const shown = visibleName(path);
  const { head, tail } = splitPath(shown);
  return (
    <bdi className={styles['path']} dir="ltr" title={shown}>
      <span className={styles['head']}>{head}</span>
      <span className={styles['tail']}>{tail}</span>
    </bdi>
  );
}
