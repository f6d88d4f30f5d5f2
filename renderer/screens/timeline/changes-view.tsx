import type { WatchView } from '../../../app/contract/watch.ts';
import { changesByAccount } from '../../stores/timeline-lines.ts';
import type { CategoryChange } from '../../stores/timeline-lines.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { classes } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { usePlaces } from './use-places.ts';
import styles from './timeline.module.css';

function Row({ change }: { readonly change: CategoryChange }) {
  const { timeline, common } = useTexts();
  const format = useFormat();
  const size = change.bytes === 0 ? change.files : change.bytes;
  const way = size > 0 ? 'up' : 'down';
  const word = size > 0 ? timeline.changes.grew : timeline.changes.shrank;
  return (
    <tr>
      <th scope="row">{common.categories[change.category]}</th>
      <td className={classes(styles['way'], styles[way])}>
        <Icon name={way} size={14} />
        {word}
      </td>
      <td className={styles['number']}>{change.files === 0 ? '' : format.files(Math.abs(change.files))}</td>
      <td className={styles['number']}>
        {change.bytes === 0 ? timeline.changes.same : format.bytes(Math.abs(change.bytes))}
      </td>
    </tr>
  );
}

/** Sums since the watch began, by account and category. */
export function ChangesView({ changes }: { readonly changes: WatchView['changes'] }) {
  const { timeline, common } = useTexts();
  const { accountName, productOf } = usePlaces();
  const accounts = changesByAccount(changes);
  return (
    <section aria-labelledby="changes-heading">
      <h2 className={styles['heading']} id="changes-heading">
        {timeline.changes.title}
      </h2>
      {accounts.length === 0 ? <p className={styles['empty']}>{timeline.changes.none}</p> : null}
      <ul className={styles['cards']}>
        {accounts.map(({ accountId, rootId, categories }) => {
          const product = productOf(rootId, accountId);
          const name = accountId === null ? timeline.changes.shared : accountName(accountId, product);
          return (
            <li key={accountId ?? ''} className={styles['card']}>
              <h3 className={styles['name']}>
                <bdi>{name}</bdi>
                {accountId === null || name === common.products[product] ? null : (
                  <span className={styles['soft']}>{common.products[product]}</span>
                )}
              </h3>
              <table className={styles['sums']} aria-label={name}>
                <tbody>
                  {categories.map((change) => (
                    <Row key={change.category} change={change} />
                  ))}
                </tbody>
              </table>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
