import type { DemoFile } from './demo-manifest.ts';
import { headFor } from './file-heads.ts';
import { compileTemplate } from './fill-template.ts';
import type { Draws } from './fill-template.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import type { DemoContent } from './sparse-writer.ts';
import { isDatabase } from './tree-rules.ts';
import type { Branch, BulkRule, FixedFile } from './tree-rules.ts';

const day = 86_400_000;
const monthsBack = 18;
/** Largest files with real content: nearly all files of a home, and a small part of its bytes. */
const largestReal = { database: 6 * 1024 * 1024, other: 128 * 1024 } as const;

/** A file to write. */
export interface DrawnFile {
  readonly file: DemoFile;
  /** null: one hole, which holds nothing */
  readonly content: DemoContent | null;
}

/** Spends the room for real content on the files in order; what is written in full always has its content. */
function createContents(room: number) {
  let left = room;
  return (kind: keyof typeof largestReal, bytes: number, head: Uint8Array): DemoContent | null => {
    if (head.length >= bytes) return { head, isFilled: false };
    if (bytes > Math.min(left, largestReal[kind])) return null;
    left -= bytes;
    return { head, isFilled: true };
  };
}

type ContentFor = ReturnType<typeof createContents>;

/** The smallest number of files that this home can have. */
export function fixedFileCount(branches: readonly Branch[]): number {
  return branches.reduce((sum, branch) => sum + branch.fixed.length, 0);
}

interface Month {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

function monthsUntil(now: number): Month[] {
  const last = new Date(now);
  return Array.from({ length: monthsBack }, (_, at): Month => {
    const back = monthsBack - 1 - at;
    const from = Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - back, 1);
    const to = Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - back + 1, 1);
    return { name: new Date(from).toISOString().slice(0, 7), from, to };
  });
}

/** Distributes `total` by weight; the largest remainders get the rest, so that the sum is exact. */
function share(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum === 0) return weights.map(() => 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const counts = exact.map(Math.floor);
  const order = exact
    .map((value, at) => ({ at, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.at - b.at);
  let left = total - counts.reduce((a, b) => a + b, 0);
  for (const { at } of order) {
    if (left === 0) break;
    counts[at] = (counts[at] ?? 0) + 1;
    left -= 1;
  }
  return counts;
}

interface BranchScene {
  readonly branch: Branch;
  readonly months: readonly Month[];
  readonly lastUsed: number;
  readonly draws: (label: string) => Draws;
}

function sceneOf(branch: Branch, files: number, seed: number, now: number): BranchScene {
  const lastUsed = now - branch.lastUsedDaysAgo * day - 2 * 3_600_000;
  const months = monthsUntil(lastUsed);
  const names = months.map((month) => month.name) as [string, ...string[]];
  const chatRandom = createRandom(seed, `${branch.base}|chats`);
  const chatCount = Math.round(12 + files / 1300);
  const chats = Array.from({ length: chatCount }, () => chatRandom.hex(32)) as [string, ...string[]];
  return {
    branch,
    months,
    lastUsed,
    draws: (label) => ({ random: createRandom(seed, `${branch.base}|${label}`), months: names, chats }),
  };
}

/** Rounds to whole seconds, because file systems round finer times differently. */
function wholeSecond(time: number): number {
  return Math.floor(time / 1000) * 1000;
}

/** Mostly within the folder's month; sometimes not, as after copying or downloading again. */
function mtimeOf(scene: BranchScene, month: number, random: Random): number {
  const stray = random.next() < 0.03;
  const within = month === -1 || stray ? undefined : scene.months[month];
  const from = within?.from ?? scene.months[0]?.from ?? 0;
  const to = Math.min(within?.to ?? scene.lastUsed, scene.lastUsed);
  return wholeSecond(from + random.next() * (to - from));
}

function place(branch: Branch, path: string): string {
  return branch.base === '' ? path : `${branch.base}/${path}`;
}

function drawFixed(scene: BranchScene, fixedFile: FixedFile, at: number, contentFor: ContentFor): DrawnFile {
  const { branch } = scene;
  const draws = scene.draws(`fixed|${at}|${fixedFile.path}`);
  const path = place(branch, compileTemplate(fixedFile.path)(draws).path);
  const mtimeMs = wholeSecond(scene.lastUsed - draws.random.next() * day);
  const { row, bytes, content } = fixedFile;
  const head =
    content === undefined
      ? headFor(path)
      : typeof content === 'string'
        ? new Uint8Array(Buffer.from(content))
        : content;
  return {
    file: { path, platform: branch.platform, account: branch.account, row, bytes, mtimeMs },
    content: contentFor(isDatabase(path) ? 'database' : 'other', bytes, head),
  };
}

function* drawBulk(
  scene: BranchScene,
  rule: BulkRule,
  files: number,
  contentFor: ContentFor,
): Generator<DrawnFile> {
  const { branch } = scene;
  const draws = scene.draws(rule.path);
  const next = compileTemplate(rule.path);
  for (let at = 0; at < files; at += 1) {
    const filled = next(draws);
    const bytes = Math.max(1, Math.round(draws.random.logNormal(rule.medianBytes, rule.sigma)));
    const mtimeMs = mtimeOf(scene, filled.month, draws.random);
    const path = place(branch, filled.path);
    yield {
      file: { path, platform: branch.platform, account: branch.account, row: rule.row, bytes, mtimeMs },
      content: contentFor('other', bytes, headFor(path)),
    };
  }
}

/** Yields every file of the home, so that half a million never wait in memory. */
export function* drawTree(options: {
  readonly branches: readonly Branch[];
  readonly bulkFiles: number;
  readonly seed: number;
  readonly now: number;
  /** bytes of real content at most */
  readonly realBytes: number;
}): Generator<DrawnFile> {
  const { branches, bulkFiles, seed, now, realBytes } = options;
  const contentFor = createContents(realBytes);
  const perBranch = share(
    bulkFiles,
    branches.map((branch) => branch.share),
  );
  for (const [at, branch] of branches.entries()) {
    const files = perBranch[at] ?? 0;
    const scene = sceneOf(branch, files, seed, now);
    for (const [index, fixedFile] of branch.fixed.entries())
      yield drawFixed(scene, fixedFile, index, contentFor);
    const perRule = share(
      files,
      branch.bulk.map((rule) => rule.weight),
    );
    for (const [index, rule] of branch.bulk.entries())
      yield* drawBulk(scene, rule, perRule[index] ?? 0, contentFor);
  }
}
