import type { ReactNode } from 'react';
import type { Entry } from '../../../app/guides/guide-content.ts';
import { useLanguage } from '../../language/use-texts.ts';
import { AsideNote } from './aside-note.tsx';
import { StatusMark } from './status-mark.tsx';
import styles from './claim.module.css';

interface Props {
  readonly entry: Entry;
  /** the question that the claim answers */
  readonly heading?: ReactNode;
}

/** One claim with its mark and, where there is one, its correction or remark. */
export function Claim({ entry: { fact }, heading }: Props) {
  const language = useLanguage();
  return (
    <div className={styles['claim']} data-fact={fact.id}>
      <div className={styles['words']}>
        {heading}
        <p>{fact.says[language]}</p>
        <AsideNote fact={fact} />
      </div>
      <StatusMark status={fact.status} />
    </div>
  );
}
