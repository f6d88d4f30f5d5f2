import { levelGuides } from '../../../app/guides/levels.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Fold } from '../../components/fold.tsx';
import { RiskMark } from '../../components/risk-mark.tsx';
import { Claim } from './claim.tsx';
import styles from './level-step.module.css';

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
