import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobControl } from '../jobs/jobs.ts';
import { createPlan } from './create-plan.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { foldersOf } from './testing/plan-content.ts';
import { selectionOf } from './testing/wechat-root.ts';
import { scanUsage } from './scan.ts';
import type { ScanDependencies } from './scan.ts';
import {
  discoveryOf,
  freeControl,
  inline,
  platformById,
  rootOf,
  scratchFolder,
  writeTree,
} from './testing/sample-root.ts';

const scratch = scratchFolder();
const tree = join(scratch.path, 'xwechat_files');
const built = join(scratch.path, 'built');
const deep = selectionOf({ level: 'deep', include: ['phone-backups'] });

function withThreads(folder = built): ScanDependencies {
  return { ...inline(), workers: { kind: 'threads', folder, count: 2 } };
}

function discovery() {
  return discoveryOf(rootOf(platformById('wechat-linux-4'), tree, ['wxid_a', 'wxid_b']));
}

function entriesOf(plan: FrozenPlan) {
  return Array.from({ length: plan.entryCount }, (_, index) => ({
    ...plan.entry(index),
    path: plan.pathOf(index),
    at: plan.folder(plan.entry(index).folder).segments,
  }));
}

/** A faulty worker file with the given source. */
function badWorker(name: string, source: string): string {
  const folder = join(scratch.path, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'scan-worker.js'), source);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return folder;
}

beforeAll(async () => {
  const files = Array.from({ length: 3000 }, (_, i) => {
    const month = `20${String(10 + (i % 14))}-${String(1 + (i % 12)).padStart(2, '0')}`;
    return [`wxid_${i % 3 === 0 ? 'b' : 'a'}/cache/${month}/${i % 40}/${i}.dat`, { bytes: i % 50 }] as const;
  });
  writeTree(tree, Object.fromEntries(files));
  writeTree(tree, { 'wxid_a/db_storage/message/message_0.db': { bytes: 99 }, 'Backup/x/1': {} });
  writeTree(tree, { 'wxid_a/cache/2010-01/\uFFFD.dat': {} });
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: built,
      rolldownOptions: {
        input: { 'scan-worker': join(import.meta.dirname, '../../hosts/worker/scan-worker.ts') },
        external: [/^node:/],
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  writeFileSync(join(built, 'package.json'), '{"type":"module"}');
});
afterAll(() => scratch.release());

describe('two threads', () => {
  it('give the same usage as one', async () => {
    const alone = await scanUsage(inline(), discovery(), freeControl());
    const together = await scanUsage(withThreads(), discovery(), freeControl());
    expect(together).toEqual(alone);
    expect(together.total.files).toBe(3003);
  });

  it('freeze the same plan as one, entry for entry', async () => {
    const alone = await createPlan(inline(), discovery(), deep, 'p', freeControl());
    const together = await createPlan(withThreads(), discovery(), deep, 'p', freeControl());
    expect(together.view).toEqual(alone.view);
    expect(entriesOf(together)).toEqual(entriesOf(alone));
    expect(foldersOf(together)).toEqual(foldersOf(alone));
    expect(foldersOf(together).filter((folder) => folder.complete).length).toBeGreaterThan(100);
    expect(together.entryCount).toBe(3003);
  });

  it('report progress, and the last report is the total', async () => {
    const reports: number[] = [];
    const control: JobControl = { ...freeControl(), progress: ({ done }) => reports.push(done) };
    const usage = await scanUsage(withThreads(), discovery(), control);
    expect(reports.at(-1)).toBe(usage.total.files);
  });

  it('stop when the signal aborts during the walk', async () => {
    const abort = new AbortController();
    const control: JobControl = { signal: abort.signal, progress: () => abort.abort() };
    await expect(scanUsage(withThreads(), discovery(), control)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it.each([
    ['ends by itself', 'process.exit(3)'],
    ['throws', 'throw new Error("gone")'],
    ['ends without a result', 'export {}'],
  ])('fail the scan when a thread %s', async (name, source) => {
    const deps = withThreads(badWorker(name.replaceAll(' ', '-'), source));
    await expect(scanUsage(deps, discovery(), freeControl())).rejects.toMatchObject({ code: 'internal' });
  });

  it('fail the scan when the worker file is missing', async () => {
    const deps = withThreads(join(scratch.path, 'nowhere'));
    await expect(scanUsage(deps, discovery(), freeControl())).rejects.toMatchObject({ code: 'internal' });
  });
});
