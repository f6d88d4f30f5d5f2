import type { DiscoveryView } from '../../../app/contract/accounts.ts';
import { useFrom } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { PathText } from '../../components/path-text.tsx';
import { Row } from './row.tsx';
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

/** Folders that are measured and never cleaned because their layout is unknown; each has a row that says so. */
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

function MeasuredRow({ id, path, isNamed, name }: MeasuredPlace) {
  const { measuredOnly: words } = useTexts().home;
  const usage = useFrom(
    (stores) => stores.usage.store,
    (state) => state.summary?.shared.get(id) ?? null,
  );
  const isMeasured = useFrom(
    (stores) => stores.usage.store,
    (state) => state.summary !== null,
  );
  const nothing = { files: 0, bytes: 0, kinds: {}, incomplete: false };
  return (
    <Row
      name={name}
      state={isNamed ? words.hint : words.unknown}
      icon="folder"
      usage={usage ?? (isMeasured ? nothing : null)}
      readable
    >
      <PathText path={path} />
    </Row>
  );
}

/** One row for each folder that is only measured. */
export function MeasuredRows({ discovery }: Props) {
  const { home, common } = useTexts();
  return measuredPlaces(discovery).map((place) => {
    const root = discovery.roots.find(({ id }) => id === place.id);
    const name = root === undefined ? home.measuredOnly.name : common.products[root.product];
    return <MeasuredRow key={place.id} {...place} name={name} />;
  });
}

/** The same rows where no account was found. */
export function Measured({ discovery }: Props) {
  if (measuredPlaces(discovery).length === 0) return null;
  return (
    <ul className={styles['rows']}>
      <MeasuredRows discovery={discovery} />
    </ul>
  );
}
