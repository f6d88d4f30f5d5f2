import { expect, test } from 'vitest';
import type { Run } from '../portable/run.ts';
import { macosFolders } from './macos-folders.ts';
import { macosMounts } from './macos-mounts.ts';
import { macosProcesses } from './macos-processes.ts';

/** A recorded answer of a system program; these adapters cannot run on this machine. */
function answering(text: string, code = 0): Run {
  return () => Promise.resolve({ kind: 'exited', code, stdout: Buffer.from(text) });
}

const ps =
  '    1     0 /sbin/launchd\n   50   501 node\n   60   501 /Applications/WeChat.app/Contents/MacOS/WeChat\n';

test('ps lists processes, with the full path where it gives one', async () => {
  expect(await macosProcesses(answering(ps), 50, 501).list()).toEqual({
    kind: 'known',
    processes: [
      { pid: 1, name: 'launchd', path: '/sbin/launchd', ownUser: false },
      { pid: 50, name: 'node', path: null, ownUser: true },
      { pid: 60, name: 'WeChat', path: '/Applications/WeChat.app/Contents/MacOS/WeChat', ownUser: true },
    ],
  });
});

test('an empty, failed or incomplete ps is could-not-tell', async () => {
  for (const run of [answering(''), answering(ps, 1), answering(ps.split('\n').slice(0, 1).join('\n'))])
    expect((await macosProcesses(run, 50, 501).list()).kind).toBe('could-not-tell');
});

test('mount lists mounts; without the root it is could-not-tell', async () => {
  const table =
    '/dev/disk3s1 on / (apfs, sealed, local)\n/dev/disk4 on /Users/u/My (old) Disk (hfs, local)\nmap auto on /System/Volumes/Data/home (autofs)\n';
  expect(await macosMounts(answering(table)).below('/Users/u')).toEqual({
    kind: 'known',
    paths: ['/Users/u/My (old) Disk'],
  });
  expect((await macosMounts(answering('')).below('/Users/u')).kind).toBe('could-not-tell');
});

test('known folders lie below HOME', async () => {
  expect(await macosFolders({ HOME: '/Users/u' }).resolve('library')).toEqual(['/Users/u/Library']);
  expect(await macosFolders({ HOME: '/Users/u' }).resolve('roaming')).toEqual([]);
  expect(await macosFolders({}).resolve('home')).toEqual([]);
});
