import type { Client, Reply } from '../../../app/contract/contract.ts';
import type { TrayCommand } from './tray-view.ts';

/** What an entry does. `place` is an address of the renderer; null shows the window as it is. */
export type TrayEffect =
  | { readonly kind: 'open'; readonly place: string | null }
  | { readonly kind: 'watch'; readonly on: boolean }
  | { readonly kind: 'quit' };

/**
 * What each entry of the menu does. None starts a removal: any program on a Linux session bus can send menu events, so
 * an entry only opens the sheet on which the person confirms.
 */
export const trayEffects: Readonly<Record<TrayCommand, TrayEffect>> = {
  open: { kind: 'open', place: null },
  leave: { kind: 'open', place: '#/leave/all' },
  'deep-clean': { kind: 'open', place: '#/leave/deep' },
  'session-start': { kind: 'open', place: '#/leave/sit-down' },
  // during a session every way of leaving reaches only what came since
  'session-leave': { kind: 'open', place: '#/leave/all' },
  'watch-pause': { kind: 'watch', on: false },
  'watch-resume': { kind: 'watch', on: true },
  quit: { kind: 'quit' },
};

export interface TrayHost {
  readonly client: Pick<Client, 'call'>;
  /** shows the window, and the place in it unless null */
  readonly open: (place: string | null) => void;
  readonly quit: () => void;
  readonly warn: (line: string) => void;
}

/** Pausing is the person's setting, so a window that opens later does not start the watch again. */
async function setWatching(on: boolean, { client, warn }: TrayHost): Promise<void> {
  const replies: Reply<unknown>[] = [
    await client.call('settings.set', { watching: on }),
    await client.call(on ? 'watch.start' : 'watch.stop', {}),
  ];
  for (const reply of replies) if (!reply.ok) warn(reply.error.code);
}

/** Carries out a chosen entry. Never rejects. */
export async function carryOutTrayCommand(command: TrayCommand, host: TrayHost): Promise<void> {
  const effect = trayEffects[command];
  if (effect.kind === 'open') host.open(effect.place);
  else if (effect.kind === 'quit') host.quit();
  else await setWatching(effect.on, host);
}
