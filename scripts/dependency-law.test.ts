import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';
import { expect, onTestFinished, test } from 'vitest';

/** The law of docs/layers.md, tried: each line is an import that a tired person might write. */
const broken: readonly (readonly [string, string])[] = [
  ['app/cleanup/levels.ts', "import 'node:fs';"],
  ['app/cleanup/levels.ts', "import 'zod';"],
  ['app/cleanup/levels.ts', "import '../../main/assistant/dispatcher.ts';"],
  ['app/contract/contract.ts', "import 'react';"],
  ['app/contract/contract.ts', "import 'node:path';"],
  ['main/engine/jobs/jobs.ts', "import '../../assistant/compose.ts';"],
  ['main/engine/jobs/jobs.ts', "import '../../system/system.ts';"],
  ['main/engine/jobs/jobs.ts', "import '../../hosts/cli/cli.ts';"],
  ['main/engine/jobs/jobs.ts', "import 'electron';"],
  ['main/engine/jobs/jobs.ts', "import '../../assistant/wire-removal.ts';"],
  ['main/engine/jobs/jobs.ts', "import '../../assistant/handlers.ts';"],
  ['main/engine/jobs/jobs.ts', "import '../../assistant/handlers.ts';"],
  ['main/system/system.ts', "import '../assistant/wire-removal.ts';"],
  ['main/system/system.ts', "import '../assistant/handlers.ts';"],
  ['main/engine/fs/disk-names.ts', "import './walk.ts';"],
  ['main/engine/fs/disk-names.ts', "import '../../system/ports.ts';"],
  ['main/assistant/dispatcher.ts', "import '../engine/jobs/jobs.ts';"],
  ['main/assistant/compose.ts', "import '../hosts/cli/cli.ts';"],
  ['main/hosts/cli/cli.ts', "import 'electron';"],
  ['main/hosts/tray/tray-view.ts', "import 'electron';"],
  ['main/hosts/tray/tray-view.ts', "import '../electron/desktop.ts';"],
  ['main/hosts/tray/tray-view.ts', "import '../../engine/jobs/jobs.ts';"],
  ['main/system/system.ts', "import '../engine/jobs/jobs.ts';"],
  ['main/assistant/dispatcher.ts', "import '../../renderer/main.tsx';"],
  ['main/engine/jobs/jobs.ts', "import '../settings/settings.ts';"],
  ['main/engine/signin/quit.ts', "import '../plans/frozen-plan.ts';"],
  ['main/engine/ledger/outcomes.ts', "import '../removal/sink.ts';"],
  ['main/engine/removal/sink.ts', "import '../quarantine/restore.ts';"],
  ['main/engine/session/owners.ts', "import type { Watch } from '../watch/watch.ts'; export type W = Watch;"],
  ['main/system/system.ts', "import '../engine/state/state-folder.ts';"],
  ['main/demo/random.ts', "import '../assistant/compose.ts';"],
  ['renderer/main.tsx', "import 'node:fs';"],
  ['renderer/main.tsx', "import 'zod';"],
  ['renderer/main.tsx', "import '../main/assistant/dispatcher.ts';"],
  ['renderer/main.tsx', "import { methods } from '../app/contract/contract.ts'; methods;"],
];

const allowed: readonly (readonly [string, string])[] = [
  ['app/contract/contract.ts', "import 'zod';"],
  ['main/engine/jobs/jobs.ts', "import '../../system/ports.ts';"],
  ['main/engine/fs/disk-names.ts', "import 'node:fs'; import '../../../app/cleanup/byte-name.ts';"],
  ['main/engine/jobs/jobs.ts', "import '../fs/disk-names.ts';"],
  ['main/engine/jobs/jobs.ts', "import '../../../app/contract/errors.ts';"],
  ['main/engine/watch/watch.ts', "import '../session/owners.ts';"],
  ['main/engine/runs/runs.ts', "import '../removal/sink.ts';"],
  ['main/engine/removal/sink.test.ts', "import '../runs/execute.ts';"],
  ['main/system/system.ts', "import '../engine/fs/disk-names.ts';"],
  ['main/hosts/electron/electron.ts', "import 'electron'; import '../tray/tray-view.ts';"],
  ['main/hosts/cli/cli.ts', "import '../../assistant/compose.ts';"],
  ['renderer/main.tsx', "import type { Client } from '../app/contract/contract.ts'; export type C = Client;"],
];

const law = ['import-x/no-restricted-paths', '@typescript-eslint/no-restricted-imports'];

async function offences(eslint: ESLint, file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: file });
  const fatal = result?.messages.find((message) => message.fatal === true);
  if (fatal !== undefined) throw new Error(`${file}: ${fatal.message}`);
  return (result?.messages ?? []).flatMap(({ ruleId }) =>
    ruleId !== null && law.includes(ruleId) ? [ruleId] : [],
  );
}

test(
  'lint refuses each import that the law forbids and none that it allows',
  { timeout: 180_000 },
  async () => {
    const eslint = new ESLint({
      // the law needs no types, and a type-checked program for each line would take most of the time
      overrideConfig: { languageOptions: { parserOptions: { project: null } } },
      ruleFilter: ({ ruleId }) => law.includes(ruleId),
    });
    for (const [file, code] of broken)
      expect(await offences(eslint, file, code), `${file}: ${code}`).not.toEqual([]);
    for (const [file, code] of allowed)
      expect(await offences(eslint, file, code), `${file}: ${code}`).toEqual([]);
  },
);

const project = join(import.meta.dirname, '..');
const sourceFolders = ['app', 'main', 'renderer', 'e2e', 'bench', 'scripts'];

/** Writes files into a temporary folder; keys are paths below it. */
function plant(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'signoff-cycle-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, code] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
  }
  return folder;
}

/** The files in which lint reports a cycle, with the project's own configuration. */
async function cyclesByLint(folder: string): Promise<string[]> {
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: join(project, 'eslint.config.mjs'),
    // the planted files belong to no tsconfig, and the rule needs no types
    overrideConfig: { languageOptions: { parserOptions: { project: null } } },
    ruleFilter: ({ ruleId }) => ruleId === 'import-x/no-cycle',
  });
  const results = await eslint.lintFiles(['.']);
  for (const { messages } of results)
    expect(messages.filter(({ ruleId }) => ruleId !== 'import-x/no-cycle')).toEqual([]);
  return results
    .filter(({ messages }) => messages.length > 0)
    .map(({ filePath }) => relative(folder, filePath))
    .sort();
}

test(
  'lint reports an import cycle in every layer, of two files and of three',
  { timeout: 60_000 },
  async () => {
    const folder = plant({
      'app/cleanup/a.ts': "import { b } from './b.ts'; export const a = (): number => b();",
      'app/cleanup/b.ts': "import { a } from './a.ts'; export const b = (): number => a();",
      'main/engine/one.ts': "import { two } from './jobs/two.ts'; export const one = (): number => two();",
      'main/engine/jobs/two.ts': "export { three as two } from '../three.ts';",
      'main/engine/three.ts': "import { one } from './one.ts'; export const three = (): number => one();",
      'renderer/panel.tsx':
        "import { store } from './store.ts'; export const Panel = () => <p>{store()}</p>;",
      'renderer/store.ts':
        "import { Panel } from './panel.tsx'; export const store = (): string => typeof Panel;",
      'main/free.ts': "import { one } from './engine/one.ts'; export const free = one;",
    });
    expect(await cyclesByLint(folder)).toEqual([
      'app/cleanup/a.ts',
      'app/cleanup/b.ts',
      'main/engine/jobs/two.ts',
      'main/engine/one.ts',
      'main/engine/three.ts',
      'renderer/panel.tsx',
      'renderer/store.ts',
    ]);
  },
);

/** By file below `root`: the files it imports or re-exports. Imports of types count, which lint does not see. */
function importGraph(root: string): ReadonlyMap<string, readonly string[]> {
  const files = sourceFolders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
        join(folder, path),
      ),
    )
    .filter((path) => /\.(?:ts|tsx|mjs)$/.test(path));
  const known = new Set(files);
  const importsOf = (file: string): string[] =>
    ts
      .preProcessFile(readFileSync(join(root, file), 'utf8'))
      .importedFiles.map(({ fileName }) => join(dirname(file), fileName))
      .filter((path) => known.has(path));
  return new Map(files.map((file) => [file, importsOf(file)]));
}

/** A way of imports from each file back to itself, one for each cycle that a depth-first walk closes. */
function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const way: string[] = [];
  const done = new Set<string>();
  const walk = (file: string): void => {
    const start = way.indexOf(file);
    if (start >= 0) found.push([...way.slice(start), file].join(' → '));
    if (start >= 0 || done.has(file)) return;
    way.push(file);
    for (const next of graph.get(file) ?? []) walk(next);
    way.pop();
    done.add(file);
  };
  for (const file of graph.keys()) walk(file);
  return found;
}

test('a cycle of types alone is found as well', () => {
  const folder = plant({
    'main/a.ts': "import type { B } from './b.ts'; export interface A { readonly b: B | null }",
    'main/b.ts': "export interface B { readonly a: import('./c.ts').C }",
    'main/c.ts': "import { type A } from './a.ts'; export type C = A;",
    'main/d.ts': "export type { A } from './a.ts';",
  });
  expect(cyclesIn(importGraph(folder))).toEqual(['main/a.ts → main/b.ts → main/c.ts → main/a.ts']);
});

test('no file of the project imports itself by way of others, not even for types', () => {
  const graph = importGraph(project);
  expect(graph.get('main/assistant/dispatcher.ts')).toContain('app/contract/contract.ts');
  expect(cyclesIn(graph)).toEqual([]);
});
