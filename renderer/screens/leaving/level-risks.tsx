import { factById } from '../../../app/guides/facts.ts';
import type { FactId } from '../../../app/guides/facts.ts';
import { levelGuides } from '../../../app/guides/levels.ts';
import { useLanguage, useTexts } from '../../language/use-texts.ts';
import { Fold } from '../../parts/fold.tsx';
import { StatusMark } from '../guide/status-mark.tsx';
import { RiskMark } from '../../parts/risk-mark.tsx';
import styles from './level-step.module.css';

function Claim({ id }: { readonly id: FactId }) {
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

/** What each depth costs, and what the guides say about it with source and standing. */
export function LevelRisks() {
  const { wizard, common } = useTexts();
  return (
    <Fold title={wizard.level.risks}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{wizard.level.columns.level}</th>
            <th scope="col">{wizard.level.columns.risk}</th>
            <th scope="col">{wizard.level.columns.claim}</th>
          </tr>
        </thead>
        <tbody>
          {levelGuides.map((guide) => (
            <tr key={guide.level}>
              <td>{common.levels[guide.level]}</td>
              <td>
                <RiskMark risk={guide.risk} />
              </td>
              <td>
                {guide.facts.map((id) => (
                  <Claim key={id} id={id} />
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Fold>
  );
}
