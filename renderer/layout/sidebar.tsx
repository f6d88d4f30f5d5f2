import sign from '../../assets/icons/app-small.svg';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTexts } from '../language/use-texts.ts';
import { Icon } from '../components/icon.tsx';
import { classes } from '../components/class-names.ts';
import { hashOf } from '../stores/route-store.ts';
import type { Place } from '../stores/route-store.ts';
import { screens } from './screens.ts';
import styles from './sidebar.module.css';

function Entry({ place, current }: { readonly place: Place; readonly current: boolean }) {
  const { frame } = useTexts();
  return (
    <li>
      <a
        className={styles['entry']}
        href={hashOf({ place, detail: '' })}
        title={frame.nav[place]}
        {...(current ? { 'aria-current': 'page' as const } : {})}
      >
        <Icon name={place} />
        <span className={styles['word']}>{frame.nav[place]}</span>
      </a>
    </li>
  );
}

/** The navigation. Folds to icons inside the wizard and in narrow windows. */
export function Sidebar() {
  const { frame, common } = useTexts();
  const { route } = useStores();
  const place = useFrom(
    () => route.store,
    (state) => state.place,
  );
  const demo = useFrom(
    (stores) => stores.host.store,
    (state) => state.host?.demo === true,
  );
  const inWizard = useFrom(
    (stores) => stores.leaving.store,
    (state) => state.machine !== null,
  );
  const folded = inWizard && place === 'leave';
  return (
    <nav className={classes(styles['side'], folded && styles['folded'])} aria-label={frame.nav.label}>
      <p className={styles['product']}>
        <img className={styles['sign']} src={sign} alt="" width={24} height={24} />
        <span className={styles['word']}>{common.product}</span>
      </p>
      <ul className={styles['entries']}>
        {screens.map((screen) => (
          <Entry key={screen.place} place={screen.place} current={screen.place === place} />
        ))}
      </ul>
      {demo ? (
        <p className={styles['demo']} title={frame.demoHint}>
          <Icon name="info" size={16} />
          <span className={styles['word']}>{frame.demo}</span>
        </p>
      ) : null}
    </nav>
  );
}
