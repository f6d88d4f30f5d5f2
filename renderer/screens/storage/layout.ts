import { hierarchy, treemap } from 'd3-hierarchy';
import type { Group, Tile } from './tree.ts';

/** A rectangle of the map, px from its upper left corner. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedGroup {
  readonly group: Group;
  readonly box: Box;
  /** whether there is room for its name above its tiles; without it the group is one area */
  readonly isNamed: boolean;
  readonly tiles: readonly { readonly tile: Tile; readonly box: Box }[];
}

interface Node {
  readonly group?: Group;
  readonly tile?: Tile;
  readonly children?: readonly Node[];
}

const betweenGroups = 10;
const betweenTiles = 2;
const nameHeight = 26;
const namedFrom = { width: 72, height: 60 } as const;

interface Rectangle {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

function boxOf({ x0, y0, x1, y1 }: Rectangle): Box {
  return { left: x0, top: y0, width: Math.max(0, x1 - x0), height: Math.max(0, y1 - y0) };
}

function hasRoom({ x0, y0, x1, y1 }: Rectangle): boolean {
  return x1 - x0 >= namedFrom.width && y1 - y0 >= namedFrom.height;
}

/** Places groups and their tiles, each as large as its share (squarified: Bruls, Huizing and van Wijk 2000). */
export function layOut(groups: readonly Group[], width: number, height: number): readonly PlacedGroup[] {
  const data: Node = {
    children: groups.map((group) => ({
      group,
      // a group without tiles is an area itself
      ...(group.tiles.length === 0 ? {} : { children: group.tiles.map((tile) => ({ tile })) }),
    })),
  };
  const root = hierarchy<Node>(data, ({ children }) => children)
    .sum(({ group, tile }) => tile?.bytes ?? (group?.tiles.length === 0 ? group.bytes : 0))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const place = treemap<Node>()
    .size([width, height])
    .paddingInner((node) => (node.depth === 0 ? betweenGroups : betweenTiles))
    .paddingTop((node) => (node.depth === 1 && hasRoom(node) ? nameHeight : 0));
  return (place(root).children ?? []).flatMap((node) => {
    const { group } = node.data;
    if (group === undefined) return [];
    const tiles = (node.children ?? []).flatMap((child) =>
      child.data.tile === undefined ? [] : [{ tile: child.data.tile, box: boxOf(child) }],
    );
    return [{ group, box: boxOf(node), isNamed: hasRoom(node), tiles }];
  });
}
