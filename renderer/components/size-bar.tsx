import { kinds } from '../../app/cleanup/kinds.ts';
import type { Kind } from '../../app/cleanup/kinds.ts';
import type { Usage } from '../stores/usage-summary.ts';
import { useFormat, useTexts } from '../language/use-texts.ts';
import { classes } from './class-names.ts';
import kindColours from './kind-colours.module.css';
import styles from './size-bar.module.css';

function present(usage: Usage): readonly { readonly kind: Kind; readonly bytes: number }[] {
  return kinds
    .map((kind) => ({ kind, bytes: usage.kinds[kind] ?? 0 }))
    .filter((entry) => entry.bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
}

/** What a size consists of: a bar, and the same as text below it. */
export function SizeBar({ usage, name }: { readonly usage: Usage; readonly name: string }) {
  const { frame, common } = useTexts();
  const format = useFormat();
  const shown = present(usage);
  const words = shown.map((entry) =>
    frame.partAmount({ part: common.kinds[entry.kind], size: format.bytes(entry.bytes) }),
  );
  return (
    <div className={styles['whole']}>
      <div
        className={styles['bar']}
        role="img"
        aria-label={frame.barLabel({ name, parts: format.list(words) })}
      >
        {shown.map((entry) => (
          <span
            key={entry.kind}
            className={classes(styles['piece'], kindColours[entry.kind])}
            style={{ flexGrow: entry.bytes }}
          />
        ))}
      </div>
      <ul className={styles['legend']}>
        {shown.map((entry, index) => (
          <li key={entry.kind}>
            <span className={classes(styles['swatch'], kindColours[entry.kind])} />
            {words[index]}
          </li>
        ))}
      </ul>
    </div>
  );
}
