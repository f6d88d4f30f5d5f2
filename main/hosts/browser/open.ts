import { dictionaries } from '../../../app/locale/dictionaries.ts';
import type { SystemName } from '../../../app/platforms/platform.ts';
import { claimOrAsk } from './claim-tray.ts';
import { usualTimings } from './host-options.ts';
import type { BrowserHostExit, BrowserHostOptions, HostContext } from './host-options.ts';
import { serveWindow } from './host-window.ts';
import { openLaunchFolder } from './launch-folder.ts';

const systemOf: Partial<Record<NodeJS.Platform, SystemName>> = { win32: 'windows', darwin: 'macos' };

/**
 * Opens the assistant in a browser window and resolves with the exit code after it is closed, or after the person quit
 * in the tray. Where a program in the tray holds this state folder, asks that one to show its window instead. Closes
 * the assistant, so that a running clean stops between two files and is recorded as cancelled.
 */
export async function openBrowserHost(options: BrowserHostOptions): Promise<BrowserHostExit> {
  const context: HostContext = {
    options,
    system: options.system ?? systemOf[process.platform] ?? 'linux',
    env: options.env ?? process.env,
    texts: dictionaries[options.language ?? 'zh-CN'].host,
  };
  const timings = { ...usualTimings, ...options.timings };
  const folder = await openLaunchFolder(options.stateFolder);
  try {
    const claim = await claimOrAsk(context, folder, timings.answerMs);
    if (typeof claim === 'number') return claim;
    try {
      return await serveWindow(context, folder, timings);
    } finally {
      // before the folder goes, so that a start that asks now sees that there is nothing left to ask
      await claim.release();
    }
  } finally {
    if (!(await folder.remove())) options.print(context.texts.profileLeft({ folder: folder.profile }));
  }
}
