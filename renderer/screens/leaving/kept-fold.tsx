import type { PlanView } from '../../../app/contract/plans.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Fold } from '../../components/fold.tsx';
import styles from './preview-step.module.css';

/** What the plan leaves alone, with the reason for each kind. */
export function KeptFold({ plan }: { readonly plan: PlanView }) {
  const { wizard, common } = useTexts();
  const format = useFormat();
  if (plan.kept.length === 0) return null;
  const kept = [...plan.kept].sort((a, b) => b.bytes - a.bytes);
  return (
    <Fold title={wizard.preview.stays}>
      <table className={styles['kept']}>
        <tbody>
          {kept.map((total) => (
            <tr key={`${total.reason} ${total.category}`}>
              <th scope="row">{common.categories[total.category]}</th>
              <td>{common.keepReasons[total.reason]}</td>
              <td className={styles['number']}>{format.files(total.files)}</td>
              <td className={styles['number']}>{format.bytes(total.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Fold>
  );
}
