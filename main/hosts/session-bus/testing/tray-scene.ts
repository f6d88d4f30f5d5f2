import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { trayView } from '../../tray/tray-view.ts';
import type { TrayCommand, TrayState, TrayView } from '../../tray/tray-view.ts';
import { openBusTray } from '../open-tray.ts';
import { startPrivateBus } from './private-bus.ts';

export const icons = join(import.meta.dirname, '../../../../assets/icons');

const calm: TrayState = { watch: 'on', run: null, inSession: false, concern: null };

export function viewOf(part: Partial<TrayState> = {}): TrayView {
  return trayView({ ...calm, ...part }, 'zh-CN');
}

/** Where the numbers of the entries come from: the menu itself, so that a test presses what a person sees. */
export function idOf(
  menu: readonly { readonly id: number; readonly label: string | null }[],
  label: string,
): number {
  const found = menu.find((line) => line.label === label);
  if (found === undefined) throw new Error(`the menu has no ${label}`);
  return found.id;
}

/** A private bus and the way to open the tray on it; both end with the test. */
export async function trayScene() {
  const bus = await startPrivateBus();
  onTestFinished(() => bus.stop());
  const opened: (string | null)[] = [];
  const commands: TrayCommand[] = [];
  const places: boolean[] = [];
  const open = async (env: Record<string, string> = { DBUS_SESSION_BUS_ADDRESS: bus.address }) => {
    const tray = await openBusTray({
      env,
      icons,
      view: viewOf({ watch: 'not-begun' }),
      onOpen: (token) => opened.push(token),
      onCommand: (command) => commands.push(command),
      onPlace: (isShown) => places.push(isShown),
    });
    if (tray === null) throw new Error('there is no bus');
    onTestFinished(() => tray.close());
    return tray;
  };
  return { bus, opened, commands, places, open };
}
