import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClassifier } from '../../app/cleanup/classify.ts';
import { catalogue } from '../../app/platforms/catalogue.ts';
import type { DemoFile, DemoManifest } from './demo-manifest.ts';
import { generateDemoHome } from './generate-demo-home.ts';

const roots: readonly { path: string; kind: 'data' | 'state' }[] = [
  { path: 'Documents/xwechat_files', kind: 'data' },
  { path: 'Documents/WeChat Files', kind: 'data' },
  { path: '.config/QQ', kind: 'data' },
  { path: 'Documents/Tencent Files', kind: 'data' },
  { path: 'AppData/Roaming/QQ', kind: 'state' },
  { path: '.var/app/com.tencent.WeChat/xwechat_files', kind: 'data' },
  { path: '.var/app/com.tencent.WeChat/.xwechat', kind: 'state' },
  { path: '.xwechat', kind: 'state' },
  { path: 'AppData/Roaming/Tencent/xwechat', kind: 'state' },
  { path: 'AppData/Roaming/Tencent/WeChat', kind: 'state' },
  { path: 'AppData/Roaming/Tencent/Logs', kind: 'state' },
  { path: 'AppData/Local/Tencent/BrowsingService', kind: 'state' },
  { path: 'AppData/Local/Temp/WeChat Files', kind: 'state' },
];

/** The row that the platforms assign to a demo file; undefined for an unknown platform. */
function rowOf(file: DemoFile): string | null | undefined {
  const platform = catalogue.find((one) => one.id === file.platform);
  if (platform === undefined) return undefined;
  const root = roots.find(({ path }) => file.path.startsWith(`${path}/`));
  if (root === undefined) throw new Error(`no root holds ${file.path}`);
  const names = file.path.slice(root.path.length + 1).split('/');
  const classifier = createClassifier(platform, root.kind);
  let position = classifier.start;
  for (const [at, name] of names.slice(0, -1).entries())
    position = classifier.enter(position, name, at === 0 && name === file.account);
  const found = classifier.match(position, names.at(-1) ?? '');
  return found === null ? null : (platform.locations[found.location]?.id ?? null);
}

describe.each(['linux', 'windows'] as const)('on %s', (system) => {
  let manifest: DemoManifest;
  beforeAll(async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'signoff-demo-test-')), 'home');
    manifest = await generateDemoHome({ folder, files: 1500, now: Date.UTC(2026, 9, 20), system });
  });
  afterAll(() => rmSync(dirname(manifest.folder), { recursive: true, force: true }));

  test('the platforms classify every file as the demo intends', () => {
    const misread = manifest.entries.flatMap((file) => {
      if (file.row === null) return [];
      const row = rowOf(file);
      const same = row === undefined || row === file.row || row?.startsWith(`${file.row}.`) === true;
      return same ? [] : [`${file.path}: ${file.row} read as ${row ?? 'nothing'}`];
    });
    expect(misread).toEqual([]);
  });

  test('undocumented files of an account have no row', () => {
    const strange = manifest.entries.filter((file) => file.account !== null && file.row === null);
    expect(strange.length).toBeGreaterThan(0);
    expect(strange.map(rowOf).filter((row) => typeof row === 'string')).toEqual([]);
  });
});
