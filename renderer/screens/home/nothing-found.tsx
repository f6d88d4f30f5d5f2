import { useStores } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { PathText } from '../../components/path-text.tsx';
import styles from './home.module.css';

/** Nothing was found: that is only worth something together with where it was looked for. */
export function NothingFound({
  lookedIn,
  certain,
}: {
  readonly lookedIn: readonly string[];
  /** every place could be looked at */
  readonly certain: boolean;
}) {
  const { home } = useTexts();
  const { look } = useStores();
  return (
    <>
      <div>
        <h1 className={styles['sentence']}>{home.nothing.title}</h1>
        <p className={styles['lead']}>{certain ? home.nothing.body : home.nothing.partly}</p>
      </div>
      <div className={styles['actions']}>
        <Button onPress={() => void look()}>{home.lookAgain}</Button>
      </div>
      <section aria-labelledby="places-heading">
        <h2 className={styles['heading']} id="places-heading">
          {home.nothing.places}
        </h2>
        <ul className={styles['places']}>
          {lookedIn.map((place) => (
            <li key={place}>
              <PathText path={place} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
