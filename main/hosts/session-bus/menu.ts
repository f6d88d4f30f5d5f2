import type { TrayCommand, TrayEntry } from '../tray/tray-view.ts';
import { BusRefusal, variant } from './bus.ts';
import type { SessionBus } from './bus.ts';
import { invalidArguments, serveObject } from './bus-object.ts';
import type { BusInterface } from './bus-object.ts';

export const menuPath = '/MenuBar';
const menuInterface = 'com.canonical.dbusmenu';

/**
 * The number of each entry. It never changes, so an event from a menu that is out of date cannot reach another entry.
 */
const ids: Readonly<Record<TrayCommand, number>> = {
  open: 1,
  leave: 2,
  'deep-clean': 3,
  'session-start': 4,
  'session-leave': 5,
  'watch-pause': 6,
  'watch-resume': 7,
  quit: 8,
};
const firstSeparator = 100;
const rootId = 0;

type Properties = Readonly<Record<string, unknown>>;
interface Node {
  readonly id: number;
  readonly properties: Properties;
  /** null: the root and separators */
  readonly command: TrayCommand | null;
  readonly enabled: boolean;
}

const root: Node = {
  id: rootId,
  properties: { 'children-display': variant('s', 'submenu') },
  command: null,
  enabled: true,
};

function nodeOf(entry: TrayEntry, index: number): Node {
  if (entry.kind === 'separator') {
    const properties = { type: variant('s', 'separator') };
    return { id: firstSeparator + index, properties, command: null, enabled: false };
  }
  const { command, enabled } = entry;
  // an underscore would mark the letter after it as a shortcut
  const label = variant('s', entry.label.replaceAll('_', '__'));
  return { id: ids[command], properties: { label, enabled: variant('b', enabled) }, command, enabled };
}

function only(properties: Properties, names: readonly string[]): Properties {
  if (names.length === 0) return properties;
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)));
}

type Event = readonly [id: number, kind: string, data: unknown, time: number];

/** The entries as the bus sees them. */
class MenuState {
  nodes: readonly Node[] = [];
  revision = 1;
  private readonly choose: (command: TrayCommand) => void;

  constructor(choose: (command: TrayCommand) => void) {
    this.choose = choose;
  }

  find(id: number): Node | undefined {
    return id === rootId ? root : this.nodes.find((candidate) => candidate.id === id);
  }

  demand(id: number): Node {
    const node = this.find(id);
    if (node === undefined) throw new BusRefusal(invalidArguments, `there is no entry ${id}`);
    return node;
  }

  /** `depth` counts levels below the node; below 0: all of them */
  layoutOf(node: Node, depth: number, names: readonly string[]): unknown {
    const children = node.id === rootId && depth !== 0 ? this.nodes : [];
    return [
      ...[node.id, only(node.properties, names)],
      children.map((child) => variant('(ia{sv}av)', this.layoutOf(child, depth - 1, names))),
    ];
  }

  /** False when the entry does not exist; an event for a disabled one, or of another kind, does nothing. */
  take([id, kind]: Event): boolean {
    const node = this.find(id);
    if (kind === 'clicked' && node?.enabled === true && node.command !== null) this.choose(node.command);
    return node !== undefined;
  }
}

type Methods = BusInterface['methods'];

/** What a panel asks to draw the menu. */
function drawing(menu: MenuState): Methods {
  return {
    GetLayout: {
      takes: ['i', 'i', 'as'],
      gives: ['u', '(ia{sv}av)'],
      run: (id: number, depth: number, names: readonly string[]) => [
        menu.revision,
        menu.layoutOf(menu.demand(id), depth, names),
      ],
    },
    GetGroupProperties: {
      takes: ['ai', 'as'],
      gives: ['a(ia{sv})'],
      run(wanted: readonly number[], names: readonly string[]) {
        const chosen = wanted.length === 0 ? menu.nodes : wanted.flatMap((id) => menu.find(id) ?? []);
        return [chosen.map(({ id, properties }) => [id, only(properties, names)])];
      },
    },
    GetProperty: {
      takes: ['i', 's'],
      gives: ['v'],
      run(id: number, name: string) {
        const { properties } = menu.demand(id);
        if (!Object.hasOwn(properties, name))
          throw new BusRefusal(invalidArguments, `entry ${id} has no property ${name}`);
        return [properties[name]];
      },
    },
  };
}

/** What a panel reports of the person. Nothing is ever about to change: every change was announced already. */
function reporting(menu: MenuState): Methods {
  return {
    Event: {
      takes: ['i', 's', 'v', 'u'],
      gives: [],
      run(...event: Event) {
        if (!menu.take(event)) throw new BusRefusal(invalidArguments, `there is no entry ${event[0]}`);
        return [];
      },
    },
    EventGroup: {
      takes: ['a(isvu)'],
      gives: ['ai'],
      run: (events: readonly Event[]) => [events.filter((event) => !menu.take(event)).map(([id]) => id)],
    },
    AboutToShow: {
      takes: ['i'],
      gives: ['b'],
      run(id: number) {
        menu.demand(id);
        return [false];
      },
    },
    AboutToShowGroup: {
      takes: ['ai'],
      gives: ['ai', 'ai'],
      run: (wanted: readonly number[]) => [[], wanted.filter((id) => menu.find(id) === undefined)],
    },
  };
}

/**
 * Serves the menu of a status icon. Any program of the user can send events here, as if an entry had been chosen. The
 * result shows other entries. Source: the interface `com.canonical.dbusmenu`, version 3, as libdbusmenu describes it.
 */
export function serveMenu(
  bus: SessionBus,
  choose: (command: TrayCommand) => void,
): (entries: readonly TrayEntry[]) => void {
  const menu = new MenuState(choose);
  serveObject(bus, menuPath, {
    [menuInterface]: {
      methods: { ...drawing(menu), ...reporting(menu) },
      properties: {
        Version: { type: 'u', get: () => 3 },
        TextDirection: { type: 's', get: () => 'ltr' },
        Status: { type: 's', get: () => 'normal' },
        IconThemePath: { type: 'as', get: () => [] },
      },
      signals: {
        LayoutUpdated: ['u', 'i'],
        ItemsPropertiesUpdated: ['a(ia{sv})', 'a(ias)'],
        ItemActivationRequested: ['i', 'u'],
      },
    },
  });
  let shown = '';
  return (entries) => {
    // the progress of a run changes the view ten times a second, and its menu only once
    const text = JSON.stringify(entries);
    if (text === shown) return;
    shown = text;
    menu.nodes = entries.map(nodeOf);
    menu.revision += 1;
    bus.emit(menuPath, menuInterface, 'LayoutUpdated', { signature: 'ui', body: [menu.revision, rootId] });
  };
}
