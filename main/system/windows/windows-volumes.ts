import { nothingKnown } from '../portable/unknown-volumes.ts';
import type { Volumes } from '../ports.ts';

/**
 * Windows says what a volume is made of only to programs with rights or to a shell that is not started here: a share is
 * known by its path, everything else is could-not-tell.
 */
export const windowsVolumes: Volumes = {
  factsOf: (path) => {
    const isShare = /^(\\\\\?\\UNC\\|\\\\[^\\?.])/i.test(path);
    return Promise.resolve(isShare ? { ...nothingKnown, network: 'yes' } : nothingKnown);
  },
};
