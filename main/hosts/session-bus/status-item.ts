import type { TrayView } from '../tray/tray-view.ts';
import type { BusArguments, SessionBus } from './bus.ts';
import { serveObject } from './bus-object.ts';
import type { BusInterface } from './bus-object.ts';
import { menuPath } from './menu.ts';
import type { BarTone, Pixmap, TrayPictures } from './pictures.ts';

const itemPath = '/StatusNotifierItem';
const itemInterface = 'org.kde.StatusNotifierItem';

type Open = (activationToken: string | null) => void;

const nothing = (...takes: string[]) => ({ takes, gives: [], run: () => [] });

/** What a panel reports of the person. */
function methodsOf(open: Open): BusInterface['methods'] {
  let token: string | null = null;
  return {
    Activate: {
      takes: ['i', 'i'],
      gives: [],
      run() {
        open(token);
        token = null;
        return [];
      },
    },
    ProvideXdgActivationToken: {
      takes: ['s'],
      gives: [],
      run(given: string) {
        token = given;
        return [];
      },
    },
    SecondaryActivate: nothing('i', 'i'),
    // the panel draws the menu itself
    ContextMenu: nothing('i', 'i'),
    Scroll: nothing('i', 's'),
  };
}

const signals = { NewTitle: [], NewIcon: [], NewAttentionIcon: [], NewToolTip: [], NewStatus: ['s'] };

function statusOf({ picture }: TrayView): string {
  return picture === 'attention' ? 'NeedsAttention' : 'Active';
}

function propertiesOf(view: () => TrayView, pixmaps: () => readonly Pixmap[]): BusInterface['properties'] {
  const text = (get: () => string) => ({ type: 's', get });
  const empty = text(() => '');
  return {
    Category: text(() => 'ApplicationStatus'),
    Id: text(() => 'signoff'),
    Title: text(() => view().tooltip),
    Status: text(() => statusOf(view())),
    WindowId: { type: 'i', get: () => 0 },
    IconName: empty,
    IconPixmap: { type: 'a(iiay)', get: pixmaps },
    IconThemePath: empty,
    OverlayIconName: empty,
    OverlayIconPixmap: { type: 'a(iiay)', get: () => [] },
    AttentionIconName: empty,
    AttentionIconPixmap: { type: 'a(iiay)', get: pixmaps },
    AttentionMovieName: empty,
    ToolTip: { type: '(sa(iiay)ss)', get: () => ['', [], view().tooltip, ''] },
    ItemIsMenu: { type: 'b', get: () => false },
    Menu: { type: 'o', get: () => menuPath },
  };
}

export interface StatusItem {
  show(view: TrayView): void;
  setTone(tone: BarTone): void;
}

/**
 * Serves the status icon. `open` is called for a click or a double click, with the token that lets the next window come
 * to the front, or null. Source: the StatusNotifierItem specification; the token is the method that KDE added to it.
 */
export function serveStatusItem(
  bus: SessionBus,
  pictures: TrayPictures,
  first: TrayView,
  open: Open,
): StatusItem {
  let view = first;
  let tone: BarTone = 'unknown';
  const pixmaps = (): readonly Pixmap[] => pictures.pixmapsOf(view.picture, tone);
  const properties = propertiesOf(() => view, pixmaps);
  serveObject(bus, itemPath, { [itemInterface]: { methods: methodsOf(open), properties, signals } });

  const emit = (member: keyof typeof signals, args?: BusArguments): void =>
    bus.emit(itemPath, itemInterface, member, args);
  const newIcon = (): void => {
    emit('NewIcon');
    emit('NewAttentionIcon');
  };
  return {
    show(next) {
      const before = view;
      view = next;
      if (before.picture !== next.picture) newIcon();
      if (statusOf(before) !== statusOf(next)) emit('NewStatus', { signature: 's', body: [statusOf(next)] });
      if (before.tooltip === next.tooltip) return;
      emit('NewToolTip');
      emit('NewTitle');
    },
    setTone(next) {
      if (tone === next) return;
      tone = next;
      newIcon();
    },
  };
}
