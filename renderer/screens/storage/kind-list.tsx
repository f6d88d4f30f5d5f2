import type { PlanChoice } from '../../../app/contract/plan-entries.ts';
import type { UsageFile } from '../../../app/contract/usage.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { classes } from '../../components/class-names.ts';
import kindColours from '../../components/kind-colours.module.css';
import { Tick } from '../../components/tick.tsx';
import { stateOf } from './picks.ts';
import type { Tile } from './tree.ts';
import styles from './storage.module.css';

interface Props {
  readonly tiles: readonly Tile[];
  readonly isFree: boolean;
  readonly picks: readonly PlanChoice[];
  readonly files: readonly UsageFile[];
  readonly onPick: (tile: Tile, goes: boolean) => void;
}

/** The kinds of one account as a list: also those that are too small on the map. */
export function KindList({ tiles, isFree, picks, files, onPick }: Props) {
  const { storage, common } = useTexts();
  const format = useFormat();
  return (
    <section className={styles['largest']} aria-labelledby="kinds-heading">
      <h2 className={styles['heading']} id="kinds-heading">
        {storage.kinds}
      </h2>
      <ul className={styles['kinds']}>
        {tiles
          .toSorted((a, b) => b.bytes - a.bytes)
          .map((tile) => {
            const state = stateOf(picks, tile.cells, files);
            return (
              <li key={tile.id}>
                <Tick
                  selected={state === 'all'}
                  mixed={state === 'some'}
                  disabled={!isFree}
                  onChange={() => onPick(tile, state !== 'all')}
                >
                  <span className={styles['kindName']}>
                    <span className={classes(styles['swatch'], kindColours[tile.kind])} />
                    {common.kinds[tile.kind]}
                    <span className={styles['soft']}>{format.bytes(tile.bytes)}</span>
                  </span>
                </Tick>
              </li>
            );
          })}
      </ul>
    </section>
  );
}
