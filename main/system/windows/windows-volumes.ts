import { nativeFloor } from '../native/native-floor.ts';
import type { Library } from '../native/native-floor.ts';
import { onFirstUse } from '../native/windows-libraries.ts';
import { readOnlyVolume, volumeCalls } from '../native/windows-volume-calls.ts';
import type { VolumeCalls, WindowsVolume } from '../native/windows-volume-calls.ts';
import { nothingKnown } from '../portable/unknown-volumes.ts';
import type { VolumeAnswer, VolumeFacts, Volumes } from '../ports.ts';

const nativeVolumeCalls = onFirstUse(() => volumeCalls(nativeFloor()));

/** File systems that write in place. ReFS and unknown ones are could-not-tell. */
const inPlace = new Set(['NTFS', 'FAT', 'FAT32', 'exFAT']);

function networkOf({ drive }: WindowsVolume): VolumeAnswer {
  if (drive === 'remote') return 'yes';
  return drive === 'unknown' || drive === 'no-root' ? 'could-not-tell' : 'no';
}

function factsIn(volume: WindowsVolume): VolumeFacts {
  const facts = { ...nothingKnown, network: networkOf(volume) };
  const { system } = volume;
  if (system === null) return facts;
  return {
    ...facts,
    fileSystem: system.name,
    copyOnWrite: inPlace.has(system.name) ? 'no' : 'could-not-tell',
    readOnly: (system.flags & readOnlyVolume) === 0 ? 'no' : 'yes',
  };
}

/** A share is known by its path, also while its server does not answer. */
function isShare(path: string): boolean {
  return /^(\\\\\?\\UNC\\|\\\\[^\\?.])/i.test(path);
}

/**
 * Facts of volumes by Windows' own calls. What a disk is made of and whether it is encrypted stay could-not-tell:
 * Windows tells them to privileged programs or to a shell, which is not started here.
 */
export function windowsVolumes(native: () => Library<VolumeCalls> = nativeVolumeCalls): Volumes {
  return {
    async factsOf(path) {
      if (isShare(path)) return { ...nothingKnown, network: 'yes' };
      const library = native();
      const volume = library.kind === 'ready' ? await library.calls.volumeOf(path) : null;
      return volume === null ? nothingKnown : factsIn(volume);
    },
  };
}
