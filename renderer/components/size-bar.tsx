import { parts } from '../stores/usage-summary.ts';
import type { Part, Usage } from '../stores/usage-summary.ts';
import { useFormat, useTexts } from '../language/use-texts.ts';
import { classes } from './class-names.ts';
import styles from './size-bar.module.css';

function present(usage: Usage): readonly { readonly part: Part; readonly bytes: number }[] {
  return parts
    .map((part) => ({ part, bytes: usage.parts[part] ?? 0 }))
    .filter((entry) => entry.bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
}

/** What a size consists of: a bar, and the same as text below it. */
export function SizeBar({ usage, name }: { readonly usage: Usage; readonly name: string }) {
  const { frame } = useTexts();
  const format = useFormat();
  const shown = present(usage);
  const words = shown.map((entry) =>
    frame.partAmount({ part: frame.parts[entry.part], size: format.bytes(entry.bytes) }),
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
            key={entry.part}
            className={classes(styles['piece'], styles[entry.part])}
            style={{ flexGrow: entry.bytes }}
          />
        ))}
      </div>
      <ul className={styles['legend']}>
        {shown.map((entry, index) => (
          <li key={entry.part}>
            <span className={classes(styles['swatch'], styles[entry.part])} />
            {words[index]}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Placeholder while sizes are being measured. */
export function SizeBarPlace() {
  return <div className={classes(styles['bar'], styles['place'])} aria-hidden="true" />;
}
