import { nothingKnown } from '../portable/unknown-volumes.ts';
import { run } from '../portable/run.ts';
import type { Run } from '../portable/run.ts';
import type { VolumeAnswer, VolumeFacts, Volumes } from '../ports.ts';

const copyOnWrite: Readonly<Record<string, VolumeAnswer>> = {
  apfs: 'yes',
  zfs: 'yes',
  hfs: 'no',
  msdos: 'no',
  exfat: 'no',
};
const network = new Set(['smbfs', 'nfs', 'afpfs', 'webdav', 'cifs', 'ftp']);

/** Top-level simple values of a property list; nested ones of the same name do not replace them. */
function valuesIn(plist: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const pattern = /<key>([^<]*)<\/key>\s*(?:<string>([^<]*)<\/string>|<(true|false)\/>)/g;
  for (const [, key = '', text, flag] of plist.matchAll(pattern))
    if (!values.has(key)) values.set(key, text ?? flag ?? '');
  return values;
}

function flag(value: string | undefined): VolumeAnswer {
  if (value === 'true') return 'yes';
  return value === 'false' ? 'no' : 'could-not-tell';
}

function encryptedOf(values: ReadonlyMap<string, string>): VolumeAnswer {
  const answers = [flag(values.get('FileVault')), flag(values.get('Encryption'))];
  if (answers.includes('yes')) return 'yes';
  return answers.includes('no') ? 'no' : 'could-not-tell';
}

/** Facts from `diskutil info -plist`. */
export function factsInPlist(plist: string): VolumeFacts {
  const values = valuesIn(plist);
  const fileSystem = values.get('FilesystemType') ?? null;
  if (fileSystem === null) return nothingKnown;
  const solid = flag(values.get('SolidState'));
  const writable = flag(values.get('WritableVolume') ?? values.get('Writable'));
  return {
    fileSystem,
    medium: solid === 'yes' ? 'solid-state' : solid === 'no' ? 'magnetic' : 'could-not-tell',
    copyOnWrite: copyOnWrite[fileSystem] ?? 'could-not-tell',
    encrypted: encryptedOf(values),
    network: network.has(fileSystem) ? 'yes' : 'no',
    readOnly: writable === 'yes' ? 'no' : writable === 'no' ? 'yes' : 'could-not-tell',
  };
}

/** Type and options of the deepest mount at or above a path, from `mount`. */
function mountLine(output: string, path: string): { readonly point: string; readonly type: string } | null {
  const mounts = output.split('\n').flatMap((line) => {
    const match = /^.+? on (\/.*) \(([^(),]+)[^()]*\)$/u.exec(line);
    return match?.[1] === undefined ? [] : [{ point: match[1], type: match[2] ?? '' }];
  });
  return mounts
    .filter(({ point }) => point === '/' || path === point || path.startsWith(`${point}/`))
    .reduce<(typeof mounts)[number] | null>(
      (best, mount) => (mount.point.length >= (best?.point.length ?? 0) ? mount : best),
      null,
    );
}

/**
 * Volumes from the system's programs. Network volumes are known by their mount; `diskutil` does not describe them.
 */
export function macosVolumes(runProgram: Run = run): Volumes {
  return {
    async factsOf(path) {
      const mounts = await runProgram('/sbin/mount', []);
      if (mounts.kind !== 'exited' || mounts.code !== 0) return nothingKnown;
      const mount = mountLine(mounts.stdout.toString('utf8'), path);
      if (mount === null) return nothingKnown;
      if (network.has(mount.type)) return { ...nothingKnown, fileSystem: mount.type, network: 'yes' };
      const info = await runProgram('/usr/sbin/diskutil', ['info', '-plist', mount.point]);
      return info.kind === 'exited' && info.code === 0
        ? factsInPlist(info.stdout.toString('utf8'))
        : nothingKnown;
    },
  };
}
