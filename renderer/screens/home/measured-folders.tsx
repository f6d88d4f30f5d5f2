import type { DiscoveryView } from '../../../app/contract/accounts.ts';
import { useFrom } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { PathText } from '../../components/path-text.tsx';
import { Amount } from './amount.tsx';
import styles from './home.module.css';

interface MeasuredPlace {
  readonly id: string;
  readonly path: string;
  /** named by the person, without a recognised messenger */
  readonly isNamed: boolean;
  readonly name: string;
}

interface Props {
  readonly discovery: DiscoveryView;
}

/** Folders that are measured and never cleaned because their layout is unknown; each has a card that says so. */
export function measuredPlaces({
  roots,
  measuredOnly,
}: DiscoveryView): readonly Omit<MeasuredPlace, 'name'>[] {
  const unknown = roots.filter(({ layout, access }) => layout === 'unknown' && access === 'ok');
  return [
    ...unknown.map(({ id, path }) => ({ id, path, isNamed: false })),
    ...measuredOnly.map(({ id, path }) => ({ id, path, isNamed: true })),
  ];
}

function MeasuredCard({ id, path, isNamed, name }: MeasuredPlace) {
  const { measuredOnly: words } = useTexts().home;
  const usage = useFrom(
    (stores) => stores.usage.store,
    (state) => state.summary?.shared.get(id) ?? null,
  );
  const isMeasured = useFrom(
    (stores) => stores.usage.store,
    (state) => state.summary !== null,
  );
  const nothing = { files: 0, bytes: 0, parts: {}, incomplete: false };
  return (
    <li className={styles['card']} aria-label={path}>
      <div className={styles['cardTop']}>
        <div className={styles['who']}>
          <h3 className={styles['name']}>{name}</h3>
          <p className={styles['meta']}>{isNamed ? words.hint : words.unknown}</p>
          <PathText path={path} />
        </div>
        <Amount usage={usage ?? (isMeasured ? nothing : null)} readable />
      </div>
    </li>
  );
}

/** One card for each folder that is only measured. */
export function MeasuredCards({ discovery }: Props) {
  const { home, common } = useTexts();
  return measuredPlaces(discovery).map((place) => {
    const root = discovery.roots.find(({ id }) => id === place.id);
    const name = root === undefined ? home.measuredOnly.name : common.products[root.product];
    return <MeasuredCard key={place.id} {...place} name={name} />;
  });
}

/** The same cards where no account was found. */
export function Measured({ discovery }: Props) {
  if (measuredPlaces(discovery).length === 0) return null;
  return (
    <ul className={styles['cards']}>
      <MeasuredCards discovery={discovery} />
    </ul>
  );
}
