import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** docs/security.md promises: each file that it names is there, and each test that it quotes is in the file before it. */
const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

const tests = ['app', 'main', 'renderer', 'scripts', 'e2e'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(test|spec)\.tsx?$/u.test(path)),
);

/** Each part of a proof: a test file by the end of its path, and the titles that are quoted from it. */
function partsOf(proof: string): readonly { readonly named: string; readonly titles: readonly string[] }[] {
  return proof.split(/(?=`[^`]+\.(?:test|spec)\.tsx?`)/u).flatMap((part) => {
    const named = /^`([^`]+)`/u.exec(part)?.[1] ?? '';
    const titles = [...part.matchAll(/“([^”]+)”/gu)].map(([, title = '']) => title);
    return named === '' && titles.length === 0 ? [] : [{ named, titles }];
  });
}

/** What a line of a table says that is not so. */
function untruthsOf(line: string): readonly string[] {
  const [, , , file = '', proof = '', ...rest] = line.split('|');
  if (rest.length !== 1) return [`not four columns: ${line}`];
  const files = [...file.matchAll(/`([^`]+)`/gu)].map(([, path = '']) => path);
  const parts = partsOf(proof);
  const untruths = files.filter((path) => !existsSync(join(root, path)));
  if (files.length === 0) untruths.push(`no file: ${line}`);
  if (parts.length === 0 && !proof.includes('no test'))
    untruths.push(`neither a test nor a word of it: ${line}`);
  for (const { named, titles } of parts) {
    const [found, ...others] = tests.filter((path) => path.endsWith(`/${named}`));
    if (found === undefined || others.length > 0) untruths.push(`not one test file: ${named}`);
    else {
      const source = readFileSync(join(root, found), 'utf8');
      untruths.push(...titles.filter((title) => !source.includes(title)));
    }
  }
  return untruths;
}

const lines = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| Threat |'));

test('every file and every test that docs/security.md names is there', () => {
  expect(lines.length).toBeGreaterThan(80);
  expect(lines.flatMap(untruthsOf)).toEqual([]);
});

test.each([
  '| a | b | `main/engine/removal/nowhere.ts` | no test |',
  '| a | b | | `retention.test.ts` |',
  '| a | b | `main/assistant/compose.ts` | as everybody knows |',
  '| a | b | `main/assistant/compose.ts` | `nothing.test.ts` |',
  '| a | b | `main/assistant/compose.ts` | `crash.test.ts` |',
  '| a | b | `main/assistant/compose.ts` | `retention.test.ts` “nobody wrote this test” |',
  '| a | b | `main/assistant/compose.ts` | “by age” |',
  '| a | b | `main/assistant/compose.ts` | no test | more |',
])('a row that is not so is found: %s', (line) => expect(untruthsOf(line)).toHaveLength(1));
