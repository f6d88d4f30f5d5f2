import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { residentHolder, takeResidentLock } from '../../engine/state/resident-lock.ts';
import type { BrowserHostExit, HostContext } from './host-options.ts';
import type { LaunchFolder } from './launch-folder.ts';
import { askToShow } from './resident-requests.ts';

type Claim = { readonly release: () => Promise<void> } | { readonly heldBy: string };

/** The claim on the tray of this state folder; only a host that stays takes it, any other looks whether it is held. */
async function claimTray({ options }: HostContext, folder: LaunchFolder): Promise<Claim> {
  const { stateFolder, marks } = options;
  if (options.resident === true) return takeResidentLock(stateFolder, marks, basename(folder.path));
  const heldBy = await residentHolder(stateFolder, marks);
  return heldBy === null ? { release: () => Promise.resolve() } : { heldBy };
}

const retryMs = 50;

/** Claims the tray; where another program holds it, asks that one to show its window and returns the exit code. */
export async function claimOrAsk(
  context: HostContext,
  folder: LaunchFolder,
  answerMs: number,
): Promise<{ readonly release: () => Promise<void> } | BrowserHostExit> {
  const { options, texts } = context;
  const { stateFolder, marks } = options;
  const giveUpAt = Date.now() + answerMs;
  do {
    const claim = await claimTray(context, folder);
    if ('release' in claim) return claim;
    const answer = await askToShow({ stateFolder, marks, giveUpAt }, claim.heldBy);
    if (answer === 'shown') {
      options.print(texts.resident.shown);
      const unused = options.ownOptions ?? [];
      if (unused.length > 0) options.print(texts.resident.unused({ options: unused.join(', ') }));
      return 0;
    }
    // the holder is just ending, or just writing its lock
    if (answer === 'gone') await pause(retryMs);
  } while (Date.now() < giveUpAt);
  options.print(texts.resident.silent({ seconds: answerMs / 1000 }));
  return 1;
}
