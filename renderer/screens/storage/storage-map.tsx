import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Toolbar } from 'react-aria-components/Toolbar';
import type { Kind } from '../../../app/cleanup/kinds.ts';
import type { PlanChoice } from '../../../app/contract/plan-entries.ts';
import type { UsageFile } from '../../../app/contract/usage.ts';
import { hashOf } from '../../stores/route-store.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { classes } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import kindColours from '../../components/kind-colours.module.css';
import { layOut } from './layout.ts';
import type { Box, PlacedGroup } from './layout.ts';
import { stateOf } from './picks.ts';
import type { Group, Tile } from './tree.ts';
import styles from './storage.module.css';

interface Props {
  readonly groups: readonly Group[];
  readonly nameOf: (group: Group) => string;
  /** whether its files may be picked for a clean */
  readonly isFree: (group: Group) => boolean;
  /** whether its name leads to a map of its own */
  readonly leadsOn: boolean;
  readonly picks: readonly PlanChoice[];
  readonly files: readonly UsageFile[];
  readonly onPick: (tile: Tile, goes: boolean) => void;
}

const height = 380;
/** px; WCAG 2.2, 2.5.8 */
const smallestTarget = 24;
const firstWidth = 880;

/** The width of an element as it is laid out, px. */
function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(firstWidth);
  useLayoutEffect(() => {
    const { current } = ref;
    if (current === null) return;
    const observer = new ResizeObserver(() => setWidth(current.clientWidth));
    observer.observe(current);
    setWidth(current.clientWidth);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}

/**
 * The map: areas as large as their data. Arrow keys go through it, and it is one stop of the Tab key. Buttons instead of
 * SVG shapes: focus, forced colours and shortened text come with them.
 */
export function StorageMap(props: Props) {
  const { storage } = useTexts();
  const { ref, width } = useWidth();
  const { groups } = props;
  const placed = useMemo(() => layOut(groups, width, height), [groups, width]);
  const unnamed = placed.filter(({ isNamed, tiles }) => !isNamed || tiles.length === 0);
  return (
    <>
      <div ref={ref} className={styles['map']} style={{ height }}>
        <Toolbar aria-label={storage.map}>
          {placed.map((one) => (
            <MapGroup key={one.group.id} placed={one} {...props} />
          ))}
        </Toolbar>
      </div>
      {props.leadsOn && unnamed.length > 0 ? (
        <Others groups={unnamed.map(({ group }) => group)} nameOf={props.nameOf} />
      ) : null}
    </>
  );
}

/** The way into groups that are too small for a name on the map. */
function Others({ groups, nameOf }: Pick<Props, 'groups' | 'nameOf'>) {
  const { storage, frame } = useTexts();
  const format = useFormat();
  return (
    <ul className={styles['others']} aria-label={storage.others}>
      {groups.map((group) => (
        <li key={group.id}>
          <a href={hashOf({ place: 'storage', detail: group.id })}>
            {frame.partAmount({ part: nameOf(group), size: format.bytes(group.bytes) })}
          </a>
        </li>
      ))}
    </ul>
  );
}

interface GroupProps extends Props {
  readonly placed: PlacedGroup;
}

function MapGroup({ placed: { group, box, isNamed, tiles }, ...props }: GroupProps) {
  const { frame } = useTexts();
  const format = useFormat();
  const name = props.nameOf(group);
  const size = format.bytes(group.bytes);
  const label = frame.partAmount({ part: name, size });
  if (tiles.length === 0 || !isNamed)
    return <Drawn kind={group.kind ?? 'other'} box={box} label={label} name={name} size={size} />;
  const head = (
    <>
      <b>{name}</b>
      <span>{size}</span>
    </>
  );
  return (
    <div role="group" aria-label={label}>
      {props.leadsOn ? (
        <a
          className={styles['groupName']}
          style={{ left: box.left, top: box.top, maxWidth: box.width }}
          href={hashOf({ place: 'storage', detail: group.id })}
        >
          {head}
        </a>
      ) : (
        <span className={styles['groupName']} style={{ left: box.left, top: box.top, maxWidth: box.width }}>
          {head}
        </span>
      )}
      {tiles.map(({ tile, box: place }) => (
        <MapTile key={tile.id} tile={tile} box={place} owner={name} group={group} {...props} />
      ))}
    </div>
  );
}

interface TileProps extends Props {
  readonly tile: Tile;
  readonly box: Box;
  readonly owner: string;
  readonly group: Group;
}

/** What a tile is called beside its group. */
function useTileName(): (tile: Tile) => string {
  const { storage, common } = useTexts();
  const format = useFormat();
  return ({ kind, month, older }) => {
    if (month === null) return common.kinds[kind];
    return older ? storage.older({ month: format.month(month) }) : format.month(month);
  };
}

function MapTile({ tile, box, owner, group, isFree, picks, files, onPick }: TileProps) {
  const { frame } = useTexts();
  const format = useFormat();
  const nameOf = useTileName();
  const name = nameOf(tile);
  const size = format.bytes(tile.bytes);
  const label = format.list([owner, frame.partAmount({ part: name, size })]);
  if (!isFree(group) || Math.min(box.width, box.height) < smallestTarget)
    return <Drawn kind={tile.kind} box={box} label={label} name={name} size={size} isFree={isFree(group)} />;
  const state = stateOf(picks, tile.cells, files);
  return (
    <button
      type="button"
      className={classes(styles['tile'], kindColours[tile.kind])}
      style={box}
      title={label}
      aria-label={label}
      aria-pressed={state === 'some' ? 'mixed' : state === 'all'}
      onClick={() => onPick(tile, state !== 'all')}
    >
      <Words box={box} name={name} size={size} />
      {state === 'none' || box.width < 34 || box.height < 30 ? null : (
        <span className={styles['mark']}>
          <Icon name={state === 'all' ? 'check' : 'dash'} size={14} />
        </span>
      )}
    </button>
  );
}

interface DrawnProps {
  readonly kind: Kind;
  readonly box: Box;
  readonly label: string;
  readonly name: string;
  readonly size: string;
  readonly isFree?: boolean;
}

/** An area that cannot be pressed: too small, or not to be picked. The lists below the map hold it too. */
function Drawn({ kind, box, label, name, size, isFree = true }: DrawnProps) {
  return (
    <span
      className={classes(styles['tile'], kindColours[kind], isFree ? undefined : styles['still'])}
      style={box}
      role="img"
      title={label}
      aria-label={label}
    >
      <Words box={box} name={name} size={size} />
    </span>
  );
}

/** The words that have room in a tile; the rest is in its tooltip. */
function Words({ box, name, size }: { readonly box: Box; readonly name: string; readonly size: string }) {
  if (box.width < 56 || box.height < 28) return null;
  return (
    <span className={styles['words']} aria-hidden="true">
      <span>{name}</span>
      {box.height < 52 || box.width < 68 ? null : <span>{size}</span>}
    </span>
  );
}
