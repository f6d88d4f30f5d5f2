import type { Fact } from '../../../app/guides/fact.ts';
import { besides } from '../../../app/guides/guide-content.ts';
import { useLanguage, useTexts } from '../../language/use-texts.ts';
import { classes } from '../../components/class-names.ts';
import styles from './claim.module.css';

/** The correction of a disputed claim, or a remark on another; a claim is never shown without it. */
export function AsideNote({ fact }: { readonly fact: Fact }) {
  const language = useLanguage();
  const { frame, guide } = useTexts();
  const text = besides(fact)?.[language];
  if (text === undefined) return null;
  const disputed = fact.status === 'disputed';
  return (
    <p className={classes(styles['aside'], disputed && styles['correction'])}>
      {disputed ? frame.correction({ text }) : guide.remark({ text })}
    </p>
  );
}
