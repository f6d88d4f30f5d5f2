import { posix } from 'node:path';
import type { KnownFolder } from '../../../app/platforms/platform.ts';
import { variable } from '../portable/environment.ts';
import type { Environment } from '../portable/environment.ts';
import type { KnownFolders } from '../ports.ts';

/** Known folders of macOS, all below HOME. */
export function macosFolders(env: Environment): KnownFolders {
  const home = variable(env, 'macos', 'HOME');
  const segments: Partial<Record<KnownFolder, readonly string[]>> = {
    home: [],
    documents: ['Documents'],
    library: ['Library'],
  };
  return {
    resolve(folder) {
      const below = segments[folder];
      const known = home !== null && posix.isAbsolute(home) && below !== undefined;
      return Promise.resolve(known ? [posix.join(home, ...below)] : []);
    },
  };
}
