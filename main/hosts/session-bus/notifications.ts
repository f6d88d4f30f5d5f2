import { variant } from './bus.ts';
import type { BusAddress, SessionBus } from './bus.ts';

const service: BusAddress = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
  mayStart: true,
};
const clickKey = 'default';

export interface Notice {
  /** a later notice of the same kind replaces an earlier one */
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  /** what the desktop may write on the button that does the same as a click on the notice */
  readonly clickLabel: string;
  readonly onClick: () => void;
}

/** Shows a notice; false where no notification service took it. */
export type Notify = (notice: Notice) => Promise<boolean>;

/** The body may hold markup, so these letters would be read as such. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The way to the desktop's notification service. Source: Desktop Notifications Specification 1.2. */
export async function connectNotifications(bus: SessionBus, icon: string): Promise<Notify> {
  const shown = new Map<string, { readonly id: number; readonly onClick: () => void }>();
  await bus.listen(`interface='${service.interface}',path='${service.path}'`, (signal) => {
    if (signal.interface !== service.interface || signal.member !== 'ActionInvoked') return;
    const [id, key] = signal.body;
    const notice = [...shown.values()].find((candidate) => candidate.id === id);
    if (key === clickKey) notice?.onClick();
  });

  return async ({ kind, title, body, clickLabel, onClick }) => {
    const hints = { 'desktop-entry': variant('s', 'signoff') };
    const replaces = shown.get(kind)?.id ?? 0;
    try {
      const [id] = await bus.call(service, 'Notify', {
        signature: 'susssasa{sv}i',
        body: [
          ...['signoff', replaces, icon, title, escapeMarkup(body)],
          ...[[clickKey, clickLabel], hints, -1],
        ],
      });
      if (typeof id === 'number') shown.set(kind, { id, onClick });
      return typeof id === 'number';
    } catch {
      return false;
    }
  };
}
