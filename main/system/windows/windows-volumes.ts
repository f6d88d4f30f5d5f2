import { nothingKnown } from '../portable/unknown-volumes.ts';
import type { Volumes } from '../ports.ts';

/**
 * Windows describes volumes only to privileged programs or to a shell, which is not started here. Shares are known
 * by their path; everything else is could-not-tell.
 */
export const windowsVolumes: Volumes = {
  factsOf: (path) => {
    const isShare = /^(\\\\\?\\UNC\\|\\\\[^\\?.])/i.test(path);
    return Promise.resolve(isShare ? { ...nothingKnown, network: 'yes' } : nothingKnown);
  },
};
