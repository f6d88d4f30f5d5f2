import type { Risk } from '../../app/cleanup/categories.ts';
import { useTexts } from '../language/use-texts.ts';
import { Icon } from './icon.tsx';
import { classes } from './class-names.ts';
import styles from './risk-mark.module.css';

/** A risk as icon and word; colour never carries it alone. */
export function RiskMark({ risk }: { readonly risk: Risk }) {
  const { common } = useTexts();
  return (
    <span className={classes(styles['mark'], styles[risk])}>
      <Icon name={risk} size={16} />
      {common.risks[risk]}
    </span>
  );
}
