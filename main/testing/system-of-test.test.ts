import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linuxProcesses } from '../system/linux/linux-processes.ts';
import { makeFolder } from '../engine/runs/testing/run-plan.ts';
import { startCopyOfSleep } from './real-processes.ts';
import { processesBelow, programsVariable, systemOfTest } from './system-of-test.ts';

const onLinux = process.platform === 'linux';

describe('the process list of a test', () => {
  it.skipIf(!onLinux)('with two test runs side by side shows each only its own WeChat', async () => {
    const runs = [makeFolder('signoff-run-'), makeFolder('signoff-run-')];
    for (const below of runs) {
      const own = await startCopyOfSleep('opt/wechat/wechat', { below });
      const list = await systemOfTest('linux', { HOME: below, [programsVariable]: below }).processes.list();
      expect(list).toMatchObject({ kind: 'known', processes: [{ pid: own.pid, path: own.path }] });
    }
  });

  it('without a readable process list stays could-not-tell', async () => {
    const unreadable = linuxProcesses(join(makeFolder('signoff-run-'), 'no-such-proc'));
    expect(await processesBelow('/', unreadable).list()).toMatchObject({ kind: 'could-not-tell' });
  });

  it('without its variable throws before anything is composed', () => {
    expect(() => systemOfTest('linux', { HOME: '/' })).toThrow(programsVariable);
  });
});
