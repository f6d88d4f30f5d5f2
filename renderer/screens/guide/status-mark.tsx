import type { FactStatus } from '../../../app/guides/fact.ts';
import { useTexts } from '../../language/use-texts.ts';
import { classes } from '../../components/class-names.ts';
import styles from './status-mark.module.css';

const drawings: Readonly<Record<FactStatus, readonly string[]>> = {
  ok: ['m5 10.5 3.5 3.5 6.5-7.5'],
  guide: ['M4.5 5h11v8h-6L6 16v-3H4.5z', 'M7.5 8h5', 'M7.5 10.5h3'],
  disputed: ['M4.5 8h11', 'M4.5 12.5h11', 'm13 4.5-6 11.5'],
};

/** How far a claim can be trusted, as icon and word. Shown beside every claim. */
export function StatusMark({ status }: { readonly status: FactStatus }) {
  const { guide } = useTexts();
  return (
    <span className={classes(styles['mark'], styles[status])}>
      <svg aria-hidden="true" width="16" height="16" viewBox="0 0 20 20">
        {drawings[status].map((path) => (
          <path key={path} d={path} />
        ))}
      </svg>
      {guide.status[status]}
    </span>
  );
}
