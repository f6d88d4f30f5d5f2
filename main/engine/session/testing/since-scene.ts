import { mkdirSync, mkdtempSync, rmdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Level } from '../../../../app/cleanup/levels.ts';
import type { KeepReason } from '../../../../app/cleanup/keep-reasons.ts';
import type { Discovery, Root } from '../../discovery/discovery.ts';
import { stableId } from '../../discovery/discovery.ts';
import { bestFolderPins } from '../../../testing/real-folder-pins.ts';
import { createJobs } from '../../jobs/jobs.ts';
import { createPlan } from '../../planning/create-plan.ts';
import type { FrozenPlan } from '../../plans/frozen-plan.ts';
import {
  discoveryOf,
  freeControl,
  inline,
  mountsAt,
  platformById,
  rootOf,
  scratchFolder,
} from '../../planning/testing/sample-root.ts';
import { openStateFolder } from '../../state/state-folder.ts';
import { createSessions } from '../sessions.ts';
import type { Sessions } from '../sessions.ts';
import { excludeOwners } from '../owners.ts';

const wechat = platformById('wechat-linux-4');

/** A root as discovery returns it: ids depend on the path, so a moved account has another id. */
function foundAt(path: string, folders: readonly string[]): Root {
  const root = rootOf(wechat, path, folders, { id: stableId(wechat.id, path) });
  const accounts = root.accounts.map((account) => ({
    ...account,
    id: stableId(wechat.id, path, account.folder),
    key: account.folder.replace(/_[0-9a-f]{4}$/u, ''),
  }));
  return { ...root, accounts, accountIdByKey: new Map(accounts.map(({ key, id }) => [key, id])) };
}

/**
 * Changes the folder in a later tick. A folder created and filled within one tick looks like one on a disk without
 * creation times.
 */
function useForAWhile(folder: string): void {
  const until = Date.now() + 200;
  while (Date.now() < until) {
    utimesSync(folder, new Date(), new Date());
    const { birthtimeNs, ctimeNs } = statSync(folder, { bigint: true });
    if (birthtimeNs !== ctimeNs) return;
  }
}

/** An owner's WeChat with one account on a real disk, and plans since a session began. */
export class SinceScene {
  readonly path: string;
  root: string;
  accounts: string[] = ['wxid_owner'];
  /** other roots that discovery finds: path → account folders */
  more: Record<string, readonly string[]> = {};
  now: () => number = Date.now;
  private ended = 0;

  constructor() {
    const scratch = scratchFolder();
    onTestFinished(scratch.release);
    this.path = scratch.path;
    this.root = join(scratch.path, 'xwechat_files');
    mkdirSync(this.root);
    this.put('wxid_owner/cache/old.dat');
    this.put('wxid_owner/db_storage/session/session.db');
    this.put('all_users/head_imgs/0/face.jpg');
    this.put('all_users/head_imgs/1/moved.jpg');
    this.put('all_users/login/wxid_owner/key_info.db');
    useForAWhile(this.root);
  }

  at(...names: string[]): string {
    return join(this.root, ...names);
  }

  put(path: string, content: string | Uint8Array = path, root = this.root): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }

  discovered(): Discovery {
    const others = Object.entries(this.more).map(([path, folders]) => foundAt(path, folders));
    return discoveryOf(...(this.accounts.length > 0 ? [foundAt(this.root, this.accounts)] : []), ...others);
  }

  async open(mounted: readonly string[] = []): Promise<Sessions> {
    const clock = { now: () => this.now() };
    return createSessions({
      pins: bestFolderPins,
      state: await openStateFolder(join(this.path, 'state'), clock),
      clock,
      jobs: createJobs(
        clock,
        () => undefined,
        () => undefined,
      ),
      mounts: mountsAt(mounted),
      workers: { kind: 'inline' },
      discover: () => Promise.resolve(this.discovered()),
      homes: () => Promise.resolve([this.path]),
      hours: () => 12,
      changed: () => (this.ended += 1),
    });
  }

  async startSession(mounted: readonly string[] = []): Promise<Sessions> {
    const sessions = await this.open(mounted);
    const before = this.ended;
    await sessions.start();
    await expect.poll(() => this.ended).toBe(before + 1);
    return sessions;
  }

  async wholePlan(level: Level = 'deep'): Promise<FrozenPlan> {
    const selection = {
      level,
      accounts: 'all',
      include: ['media', 'received', 'phone-backups'],
      olderThanMs: null,
      keep: [],
      sinceSession: true,
    } as const;
    return createPlan(inline(), this.discovered(), selection, 'p-1', freeControl());
  }

  async planned(sessions: Pick<Sessions, 'context'>, level: Level = 'deep'): Promise<FrozenPlan> {
    const plan = await this.wholePlan(level);
    return excludeOwners(plan, this.discovered(), await sessions.context());
  }

  /** the plan's entries, as paths below the home */
  taken(plan: FrozenPlan): string[] {
    return Array.from({ length: plan.entryCount }, (_none, index) =>
      plan.pathOf(index).slice(this.path.length + 1),
    ).sort();
  }
}

/** Number of files kept for this reason. */
export function kept(plan: FrozenPlan, reason: KeepReason): number {
  return plan.view.kept.filter((row) => row.reason === reason).reduce((sum, row) => sum + row.files, 0);
}

/** Waits until new files get a later file time than earlier ones. */
export async function nextTick(): Promise<void> {
  await new Promise((resolve) => void setTimeout(resolve, 30));
}

/** The reason why this disk has no creation times; null when it has them. */
export function whyNoBirths(place: string): string | null {
  const path = mkdtempSync(join(place, 'signoff-birth-'));
  const { birthtimeMs } = statSync(path);
  rmdirSync(path);
  return Math.abs(birthtimeMs - Date.now()) < 60_000 ? null : `${place} does not say when a folder was made`;
}
