import { describe, expect, it } from 'vitest';
import { removalModes } from '../../../app/cleanup/outcomes.ts';
import type { VolumeView } from '../../../app/contract/plans.ts';
import type { InterruptedRun } from '../../../app/contract/runs.ts';
import { exitCodes } from './exit-codes.ts';
import { runCli } from './run-cli.ts';
import { schemas } from './schemas.ts';
import { batch, fakeWorld, planned, quarantinedReport, reported, restored } from './testing/fake-world.ts';
import type { FakeOptions, FakeWorld } from './testing/fake-world.ts';

async function run(line: string, options: FakeOptions = {}): Promise<{ world: FakeWorld; exit: number }> {
  const world = fakeWorld(options);
  const exit = await runCli(line.split(' '), world);
  return { world, exit };
}

const methodsOf = (world: FakeWorld): string[] => world.calls.map((call) => call.method);
const inputOf = (world: FakeWorld, method: string): unknown =>
  world.calls.find((call) => call.method === method)?.input;
const jsonOf = (world: FakeWorld): unknown => JSON.parse(world.stdout());

const interrupted = [
  { runId: 'r-old', startedAt: 1_800_000_000_000, mode: 'quarantine', level: 'system', removed: 1 },
  { runId: 'r-new', startedAt: 1_800_000_900_000, mode: 'delete', level: 'basic', removed: 3 },
].map((one) => ({ ...one, planned: 9, resumable: true, stopped: false })) as readonly InterruptedRun[];
const finalOnes = interrupted.map((one) => ({ ...one, resumable: false }));

describe('every command writes the JSON that is documented', () => {
  it.each([
    ['clean --account acc1 --yes', 'clean'],
    ['resume --yes', 'resume'],
    ['close', 'close'],
    ['quarantine list', 'quarantine list'],
    ['quarantine show q-1', 'quarantine show'],
    ['quarantine restore q-1', 'quarantine restore'],
    ['quarantine purge q-1 --yes', 'quarantine purge'],
    ['quarantine purge --older-than 9000d', 'quarantine purge'],
    ['status', 'status'],
  ] as const)('%s', async (line, name) => {
    const { world, exit } = await run(`${line} --json`, {
      interrupted: line === 'status' ? interrupted : finalOnes,
    });
    if (name === 'resume') expect(exit).toBe(exitCodes.refused);
    else schemas[name].parse(jsonOf(world));
  });
});

describe('the four modes', () => {
  it.each(removalModes)(
    '%s shows its cost before the confirmation, and is the mode that starts',
    async (mode) => {
      const flag = mode === 'quarantine' ? '' : ` --mode ${mode}`;
      const options = { interactive: true, answer: 'yes', trash: true };
      const { world, exit } = await run(`clean --account acc1${flag}`, options);
      expect(exit).toBe(exitCodes.done);
      expect(inputOf(world, 'runs.start')).toMatchObject({ mode, confirmed: true });
      expect(world.stderr()).toContain(`Mode ${mode}: `);
      expect(world.questions).toHaveLength(1);
      const others = removalModes.filter((one) => one !== mode);
      for (const other of others) expect(world.stderr()).not.toContain(`Mode ${other}: `);
    },
  );

  it('quarantine names its folder, says that no space is freed, and how to purge it', async () => {
    const { world } = await run('clean --account acc1 --yes');
    expect(world.stderr()).toContain('/d/quarantine');
    expect(world.stderr()).toContain('A restorable copy is a trace');
    expect(world.stderr()).toContain('signoff quarantine purge');
  });

  const volume: VolumeView = {
    root: '/home/li/Documents/xwechat_files',
    fileSystem: 'ext4',
    medium: 'magnetic',
    copyOnWrite: 'no',
    encrypted: 'no',
    network: 'no',
    readOnly: 'no',
    sameAsQuarantine: true,
  };

  it.each([
    ['quarantine', {}, 'Sign-in credentials never go there'],
    ['quarantine', { sameAsQuarantine: false }, 'copied and compared'],
    ['trash', {}, 'empty the bin too'],
    ['delete', {}, 'recovery programs may still find them'],
    ['erase', { medium: 'solid-state' }, 'solid-state disk'],
    ['erase', { copyOnWrite: 'yes' }, 'snapshots keep theirs'],
    ['erase', { encrypted: 'yes' }, 'This disk is encrypted'],
    ['erase', { medium: 'could-not-tell' }, 'did not say what kind of disk'],
    ['delete', { readOnly: 'yes' }, 'read-only'],
  ] as const)('%s on a volume with %j says so before it asks', async (mode, facts, said) => {
    const line = `clean --account acc1 --mode ${mode}`;
    const options = { trash: true, interactive: true, answer: 'no' };
    const { world } = await run(line, { ...options, volumes: [{ ...volume, ...facts }] });
    expect(world.stderr()).toContain(said);
    expect(methodsOf(world)).not.toContain('runs.start');
    const plain = await run(line, { ...options, volumes: [volume] });
    if (Object.keys(facts).length > 0) expect(plain.world.stderr()).not.toContain(said);
  });

  it('volumes without a description are reported as unknown, and nothing is promised', async () => {
    const refuse = { 'volumes.describe': 'internal' } as const;
    const { world } = await run('clean --account acc1 --mode erase --yes', { refuse });
    expect(world.stderr()).toContain('did not say what kind of disk');
  });

  it('deep into the quarantine requires the typed folder, and does not claim to be final', async () => {
    const plan = { ...planned, selection: { ...planned.selection, level: 'deep' as const } };
    const kept = await run('clean --account acc1 --level deep', { plan, interactive: true, answer: 'yes' });
    expect(kept.exit).toBe(exitCodes.unconfirmed);
    expect(kept.world.questions[0]).toContain('wxid_a_1234');
    expect(kept.world.questions[0]).not.toContain('undone');
    const line = 'clean --account acc1 --level deep --mode erase';
    const final = await run(line, { plan, interactive: true, answer: 'wxid_a_1234' });
    expect(final.world.questions[0]).toContain('cannot be undone');
    expect(final.exit).toBe(exitCodes.done);
  });

  it('an unavailable mode ends with 4 before planning, and lists the available ones', async () => {
    const { world, exit } = await run('clean --account acc1 --mode trash --yes');
    expect(exit).toBe(exitCodes.refused);
    expect(world.stderr()).toContain('Modes: quarantine, delete, erase');
    expect(methodsOf(world)).not.toContain('plans.create');
    const json = await run('clean --account acc1 --mode trash --yes --json');
    expect(schemas.error.parse(jsonOf(json.world)).code).toBe('mode-not-available');
  });
});

describe('the receipt', () => {
  it('lists the modes with amounts, the entries of a fallback mode, and how to restore', async () => {
    const { world, exit } = await run('clean --account acc1 --yes', { verified: quarantinedReport });
    expect(exit).toBe(exitCodes.done);
    const text = world.stdout();
    expect(text).toMatch(/1 +2 KB {2}put into/);
    expect(text).toMatch(/1 +1,000 B {2}a sign-in/);
    expect(text).toContain('signoff quarantine restore q-1');
    expect(text).toContain('signoff quarantine purge q-1');
    const [stayed = '', other = ''] = text.split('Examples removed in another mode than chosen');
    expect(stayed).toContain('wxid_a_1234/cache/x');
    expect(other).toContain('config/key_info.db');
  });

  it('without a batch does not mention the quarantine', async () => {
    const { world } = await run('clean --account acc1 --mode delete --yes');
    expect(world.stdout()).not.toContain('quarantine');
  });
});

describe('an interrupted clean', () => {
  it('status names it with the commands for it', async () => {
    const on = await run('status', { interrupted });
    expect(on.world.stdout()).toContain('signoff resume r-new');
    expect(on.world.stdout()).toContain('signoff close r-new');
    const off = await run('status', { interrupted: finalOnes });
    expect(off.world.stdout()).not.toContain('signoff resume');
    expect(off.world.stdout()).toContain('signoff close r-new');
    for (const { world } of [on, off]) {
      expect(world.stdout()).toContain('(level Basic, deleted at once)');
      expect(world.stdout()).toContain('(level System, into the quarantine)');
    }
  });

  it.each([
    ['quarantine', 'into the quarantine', 'Put the other 8 into the quarantine too?'],
    ['trash', 'to the system’s bin', 'Move the other 8 to the bin too?'],
    ['delete', 'deleted at once', 'Remove the other 8 too?'],
    ['erase', 'overwritten once', 'Overwrite and remove the other 8 too?'],
  ] as const)('by %s is asked about in the words of that way', async (mode, way, question) => {
    const options = { interactive: true, answer: 'no' };
    const [cut] = interrupted;
    const asked = async (level: InterruptedRun['level']) =>
      (await run('resume r-old', { ...options, interrupted: [{ ...cut!, mode, level }] })).world;
    const world = await asked('basic');
    expect(world.stderr()).toContain(way);
    expect(world.stderr()).not.toContain('No copy of a sign-in');
    expect(world.questions).toEqual([expect.stringContaining(question)]);
    const deeper = (await asked('system')).stderr();
    expect(deeper.includes('No copy of a sign-in')).toBe(mode === 'quarantine' || mode === 'trash');
  });

  it('resume takes the newest unless one is named, needs confirmation, and checks the result', async () => {
    // after the resume it is no longer interrupted
    const options = (): FakeOptions => {
      const runs = [...interrupted];
      return {
        interrupted: runs,
        onCall: (method) => {
          if (method === 'runs.resume') runs.length = 0;
        },
      };
    };
    const newest = await run('resume --yes', options());
    expect(newest.exit).toBe(exitCodes.done);
    expect(inputOf(newest.world, 'runs.resume')).toEqual({ runId: 'r-new', confirmed: true });
    expect(newest.world.callers[0]?.may).toContain('destroy');
    expect(methodsOf(newest.world)).toContain('runs.verify');
    expect(newest.world.stdout()).toContain('everything in the plan is gone');
    const named = await run('resume r-old', { ...options(), interactive: true, answer: 'yes' });
    expect(inputOf(named.world, 'runs.resume')).toMatchObject({ runId: 'r-old' });
    expect(named.world.stderr()).toContain('1 of 9');
    expect(named.world.questions[0]).toContain('8');
  });

  it.each([
    ['resume', { interrupted }, 3, 'confirmation-missing'],
    ['resume', { interrupted, interactive: true, answer: 'no' }, 3, 'confirmation-missing'],
    ['resume --yes', {}, 2, 'no-interrupted-run'],
    ['resume r-x --yes', { interrupted }, 2, 'run-not-found'],
    ['resume --yes', { interrupted: finalOnes }, 4, 'run-not-resumable'],
    ['close', {}, 2, 'no-interrupted-run'],
    ['report r-new', { interrupted }, 2, 'run-unfinished'],
    ['verify r-new', { interrupted }, 2, 'run-unfinished'],
    ['resume --yes', { interrupted, refuse: { 'runs.resume': 'busy' } }, 4, 'busy'],
  ] as const)('%s with %j ends with %i', async (line, options, code, error) => {
    const { world, exit } = await run(`${line} --json`, options);
    expect(exit).toBe(code);
    expect(schemas.error.parse(jsonOf(world)).code).toBe(error);
    expect(methodsOf(world)).not.toContain('runs.close');
    expect(methodsOf(world)).not.toContain('runs.verify');
  });

  it('close ends it, and report only when it cannot resume', async () => {
    const closed = await run('close', { interrupted });
    expect(closed.exit).toBe(exitCodes.done);
    expect(inputOf(closed.world, 'runs.close')).toEqual({ runId: 'r-new' });
    expect(closed.world.stdout()).toContain('interrupted');
    expect(closed.world.callers[0]?.may).not.toContain('destroy');
    const shown = await run('report r-old', { interrupted: finalOnes });
    expect(inputOf(shown.world, 'runs.close')).toEqual({ runId: 'r-old' });
  });

  it('a stopped one is named as such, and has its receipt', async () => {
    const stopped = interrupted.map((one) => ({ ...one, stopped: true }));
    const { world } = await run('status', { interrupted: stopped });
    expect(world.stdout()).toContain('was stopped midway');
    expect(world.stdout()).not.toContain('was interrupted');
    expect(world.stdout()).toContain('signoff resume r-new');
    const shown = await run('report r-new', { interrupted: stopped });
    expect(shown.exit).toBe(exitCodes.done);
    expect(methodsOf(shown.world)).toContain('reports.get');
    expect(methodsOf(shown.world)).not.toContain('runs.close');
  });

  it('an interrupt during the resume ends with 130 and the receipt', async () => {
    const runs = [...interrupted];
    const world = fakeWorld({
      interrupted: runs,
      endless: ['runs.resume'],
      report: { ...reported, outcome: 'cancelled' },
      onCall: (method) => {
        if (method === 'runs.resume') runs.length = 0;
      },
    });
    const ended = runCli(['resume', '--yes'], world);
    await expect.poll(() => methodsOf(world)).toContain('runs.resume');
    world.interrupt();
    expect(await ended).toBe(exitCodes.cancelled);
    expect(methodsOf(world)).toContain('jobs.cancel');
    expect(world.stdout()).toContain('r-1');
  });

  it('an interrupt before the resume ends with 130, and it stays resumable', async () => {
    const world = fakeWorld({ interrupted, endless: ['runs.resume'] });
    const ended = runCli(['resume', '--yes'], world);
    await expect.poll(() => methodsOf(world)).toContain('runs.resume');
    world.interrupt();
    expect(await ended).toBe(exitCodes.cancelled);
    expect(world.stderr()).toContain('signoff status');
    expect(methodsOf(world)).not.toContain('runs.close');
  });
});

describe('the quarantine', () => {
  it('is listed with its commands, or reported as empty', async () => {
    const full = await run('quarantine list', {
      batches: [batch, { ...batch, id: 'q-2', state: 'damaged' }],
    });
    expect(full.world.stdout()).toContain('wxid_a_1234');
    expect(full.world.stdout()).toContain('cannot be restored');
    expect(full.world.stdout()).toContain('signoff quarantine restore');
    expect((await run('quarantine list', { batches: [] })).world.stdout()).toContain('is empty');
  });

  it('restore skips existing files unless --conflict is given', async () => {
    expect(inputOf((await run('quarantine restore q-1')).world, 'quarantine.restore')).toEqual({
      batchId: 'q-1',
      conflict: 'skip',
    });
    for (const conflict of ['overwrite', 'rename']) {
      const { world, exit } = await run(`quarantine restore q-1 --conflict ${conflict}`);
      expect(inputOf(world, 'quarantine.restore')).toMatchObject({ conflict });
      expect(exit).toBe(exitCodes.done);
      expect(world.callers[0]?.may).not.toContain('destroy');
    }
  });

  it('show writes only whole paths to standard output, page by page, and says how to put one back', async () => {
    const { world, exit } = await run('quarantine show q-1 --find thumb');
    expect(exit).toBe(exitCodes.done);
    expect(inputOf(world, 'quarantine.entries')).toEqual({
      ...{ batchId: 'q-1', text: 'thumb', offset: 0, limit: 1000 },
    });
    const root = '/home/li/Documents/xwechat_files/wxid_a_1234/cache/2026-01';
    expect(world.stdout()).toBe(`${root}\n${root}/thumb\n`);
    expect(world.stderr()).toContain('signoff quarantine restore q-1 --path');
    const json = await run('quarantine show q-1 --json');
    expect(schemas['quarantine show'].parse(jsonOf(json.world)).entries).toHaveLength(2);
    const none = await run('quarantine show q-9', {
      refuse: { 'quarantine.entries': 'quarantine-not-found' },
    });
    expect(none.exit).toBe(exitCodes.usage);
    expect(none.world.stdout()).toBe('');
  });

  it('restore --path puts back only what is named, and says that a sign-in went back', async () => {
    const view = { ...restored, signIns: 2, isEmptied: false };
    const { world } = await run('quarantine restore q-1 --path a/b --path /d/c', { restored: view });
    expect(inputOf(world, 'quarantine.restore')).toEqual({
      ...{ batchId: 'q-1', conflict: 'skip', paths: ['a/b', '/d/c'] },
    });
    expect(world.stdout()).toContain('Holds a sign-in: 2 files');
    expect(world.stdout()).toContain('still in batch q-1');
  });

  it('a failed restore of a file ends with 1, the reason and the remedy', async () => {
    const view = {
      ...restored,
      kept: [{ reason: 'in-the-way' as const, files: 2 }],
      failed: [{ code: 'disk-full' as const, files: 1 }],
      examples: [{ path: 'wxid_a_1234/cache/x', why: 'in-the-way' as const }],
      isEmptied: false,
    };
    const { world, exit } = await run('quarantine restore q-1', { restored: view });
    expect(exit).toBe(exitCodes.someFailed);
    expect(world.stdout()).toContain('left alone');
    expect(world.stdout()).toContain('--conflict overwrite');
    expect(world.stdout()).toContain('still in batch q-1');
    expect((await run('quarantine restore q-1')).world.stdout()).toContain('no longer contains it');
  });

  it.each([
    ['quarantine-not-found', 2],
    ['quarantine-damaged', 4],
    ['quarantine-root-unknown', 4],
    ['busy', 4],
  ] as const)('a restore that is refused with %s ends with %i', async (code, expected) => {
    const refuse = { 'quarantine.restore': code };
    const { world, exit } = await run('quarantine restore q-1 --json', { refuse });
    expect(exit).toBe(expected);
    expect(schemas.error.parse(jsonOf(world)).code).toBe(code);
  });

  it('an interrupted restore ends with 130 and reports what it restored', async () => {
    const world = fakeWorld({ endless: ['quarantine.restore'] });
    const ended = runCli(['quarantine', 'restore', 'q-1'], world);
    await expect.poll(() => methodsOf(world)).toContain('quarantine.restore');
    world.interrupt();
    expect(await ended).toBe(exitCodes.cancelled);
    expect(world.stdout()).toContain('Put back from q-1');
  });

  it.each(['no', 'y', '', null])('purge deletes nothing with the answer %j', async (answer) => {
    const { world, exit } = await run('quarantine purge q-1', { interactive: true, answer });
    expect(exit).toBe(exitCodes.unconfirmed);
    expect(methodsOf(world)).not.toContain('quarantine.purge');
    expect(world.stderr()).toContain('cannot be restored');
  });

  it('purge deletes the chosen batches, after yes or --yes', async () => {
    const typed = await run('quarantine purge --all', { interactive: true, answer: 'yes' });
    const given = await run('quarantine purge q-1 q-1 --yes');
    for (const { world, exit } of [typed, given]) {
      expect(exit).toBe(exitCodes.done);
      expect(inputOf(world, 'quarantine.purge')).toEqual({ batches: ['q-1'], confirmed: true });
      expect(world.callers[0]?.may).toContain('destroy');
    }
    expect(typed.world.questions[0]).toContain('1 batches, 2 files');
  });

  it('purge by a rule without a match asks nothing and deletes nothing', async () => {
    const { world, exit } = await run('quarantine purge --older-than 90d --over 1TB');
    expect(exit).toBe(exitCodes.done);
    expect(methodsOf(world)).not.toContain('quarantine.purge');
    expect(world.stdout()).toContain('nothing was deleted');
  });

  it('a batch that could not be purged ends with 1', async () => {
    const failed = [{ batchId: 'q-1', code: 'no-permission' as const }];
    const purged = { batches: [], failed, files: 0, bytes: 0, allocated: 0 };
    const { world, exit } = await run('quarantine purge q-1 --yes', { purged });
    expect(exit).toBe(exitCodes.someFailed);
    expect(world.stdout()).toContain('Not deleted: q-1');
  });

  it.each([
    ['quarantine purge', 'nothing-chosen', '--older-than'],
    ['quarantine purge --yes', 'nothing-chosen', '--all'],
    ['quarantine purge q-1 --all', 'option-conflict', '--all'],
    ['quarantine purge q-1 --over 1GB', 'option-conflict', '--over'],
    ['quarantine purge --all --older-than 1d', 'option-conflict', '--older-than'],
    ['quarantine purge --over 5', 'bad-value', '5GB'],
    ['quarantine purge q-9 --yes', 'quarantine-not-found', 'q-9'],
    ['quarantine restore', 'missing-argument', 'BATCH'],
    ['quarantine restore q-1 q-2', 'extra-argument', 'q-2'],
    ['quarantine restore q-1 --conflict overwite', 'unknown-value', 'overwrite'],
    ['quarantine restor q-1', 'unknown-command', 'quarantine restore'],
    ['quarantine restore q-1 --all', 'option-elsewhere', 'quarantine purge'],
    ['resume r-1 r-2', 'extra-argument', 'r-2'],
  ])('%s → %s', async (line, code, named) => {
    const { world, exit } = await run(`${line} --json`);
    const error = schemas.error.parse(jsonOf(world));
    expect([exit, error.code]).toEqual([exitCodes.usage, code]);
    expect(error.message).toContain(named);
    expect(methodsOf(world)).not.toContain('quarantine.purge');
  });

  it('help for purge needs no choice of batches', async () => {
    const { world, exit } = await run('quarantine purge --help');
    expect(exit).toBe(exitCodes.done);
    expect(world.stdout()).toContain('signoff quarantine purge [BATCH...]');
    expect(world.stdout()).toContain('id of a batch');
  });
});
