import { readdirSync } from 'node:fs';
import type { PinnedFolder } from '../../../system/ports.ts';
import { bestFolderPins } from '../../../testing/real-folder-pins.ts';
import type { Outcome } from '../../ledger/outcomes.ts';
import { createEraseDisposal } from '../erase-disposal.ts';
import { pinnedFolder, targetOf } from './target-of.ts';

/** Erases the files of a folder and kills its own process at the given step. */
const [path = '', dieAt = '0'] = process.argv.slice(2);
let step = 0;
const live = (): void => {
  step += 1;
  if (step === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
};

const real = pinnedFolder(bestFolderPins(), path);
const mortal: PinnedFolder = {
  ...real,
  stat(name) {
    live();
    return real.stat(name);
  },
  removeFile(name) {
    live();
    real.removeFile(name);
  },
  pathFor(name) {
    live();
    return real.pathFor(name);
  },
};
const told = new Map<string, Outcome>();
const disposal = createEraseDisposal({
  runId: 'r-1',
  isCancelled() {
    live();
    return false;
  },
  addBytes: live,
});
readdirSync(path)
  .filter((name) => name.startsWith('p'))
  .sort()
  .forEach((name, entry) => disposal.take(targetOf(mortal, name, told, entry)));
disposal.close();
process.stdout.write(JSON.stringify(Object.fromEntries(told)));
