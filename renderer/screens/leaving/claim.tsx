import { factById } from '../../../app/guides/facts.ts';
import type { FactId } from '../../../app/guides/facts.ts';
import { useLanguage, useTexts } from '../../language/use-texts.ts';
import { StatusMark } from '../guide/status-mark.tsx';
import styles from './level-step.module.css';

/** A guide's claim with its correction, status and source. */
export function Claim({ id }: { readonly id: FactId }) {
  const { frame } = useTexts();
  const language = useLanguage();
  const fact = factById[id];
  return (
    <div className={styles['source']}>
      <p>{fact.says[language]}</p>
      {fact.status === 'disputed' ? (
        <p>{frame.correction({ text: fact.correction[language] })}</p>
      ) : fact.remark === undefined ? null : (
        <p>{fact.remark[language]}</p>
      )}
      <p className={styles['soft']}>
        <StatusMark status={fact.status} />
        {' · '}
        {frame.source[fact.source]} · {id}
      </p>
    </div>
  );
}
