import { expect, test } from 'vitest';
import { factsInPlist, macosVolumes } from './macos/macos-volumes.ts';
import type { Run } from './portable/run.ts';
import { windowsVolumes } from './windows/windows-volumes.ts';

const plist = (rows: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n<dict>\n${rows}\n</dict>\n</plist>\n`;

/** `diskutil info -plist /` of a laptop with FileVault, reduced to the keys that are read. */
const apfs = plist(`
  <key>Encryption</key><true/>
  <key>FileVault</key><true/>
  <key>FilesystemName</key><string>APFS</string>
  <key>FilesystemType</key>
  <string>apfs</string>
  <key>SolidState</key><true/>
  <key>WritableVolume</key><true/>`);

function answering(mounts: string, info: string | null): Run {
  return (file) =>
    Promise.resolve(
      file === '/sbin/mount'
        ? { kind: 'exited', code: 0, stdout: Buffer.from(mounts) }
        : info === null
          ? { kind: 'could-not-tell', reason: 'diskutil: ENOENT' }
          : { kind: 'exited', code: 0, stdout: Buffer.from(info) },
    );
}

const mounts = [
  '/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)',
  '/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)',
  '//me@server/share on /Volumes/share (smbfs, nodev, nosuid, mounted by me)',
].join('\n');

test('an encrypted APFS volume on a solid-state disk', async () => {
  const asked: string[] = [];
  const run: Run = (file, args) => {
    asked.push(...args);
    return answering(mounts, apfs)(file, args);
  };
  expect(await macosVolumes(run).factsOf('/System/Volumes/Data/Users/me')).toEqual({
    fileSystem: 'apfs',
    medium: 'solid-state',
    copyOnWrite: 'yes',
    encrypted: 'yes',
    network: 'no',
    readOnly: 'no',
  });
  expect(asked).toEqual(['info', '-plist', '/System/Volumes/Data']);
});

test('an old disk that is read-only and not encrypted', () => {
  const hfs = plist(`
    <key>Encryption</key><false/>
    <key>FilesystemType</key><string>hfs</string>
    <key>SolidState</key><false/>
    <key>WritableVolume</key><false/>`);
  expect(factsInPlist(hfs)).toMatchObject({
    medium: 'magnetic',
    copyOnWrite: 'no',
    encrypted: 'no',
    readOnly: 'yes',
  });
});

test('a share is known by its mount, and its disks are could-not-tell', async () => {
  expect(await macosVolumes(answering(mounts, null)).factsOf('/Volumes/share/x')).toMatchObject({
    fileSystem: 'smbfs',
    network: 'yes',
    medium: 'could-not-tell',
  });
});

test('a program that does not answer leaves everything could-not-tell', async () => {
  const silent = await macosVolumes(answering(mounts, null)).factsOf('/Users/me');
  expect(new Set(Object.values(silent))).toEqual(new Set([null, 'could-not-tell']));
});

test.each([
  ['\\\\server\\share\\Documents', 'yes'],
  ['\\\\?\\UNC\\server\\share', 'yes'],
  ['\\\\?\\C:\\Users\\me', 'could-not-tell'],
  ['C:\\Users\\me', 'could-not-tell'],
])('on Windows %s is a share: %s', async (path, network) => {
  expect(await windowsVolumes().factsOf(path)).toMatchObject({ network, medium: 'could-not-tell' });
});
