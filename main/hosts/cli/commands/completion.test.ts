import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dictionaries } from '../../../../app/locale/dictionaries.ts';
import { settingNamesFor } from '../../../../app/settings/settings-table.ts';
import { completionScript } from './completion.ts';
import {
  commandNames,
  commandsOf,
  commandSpec,
  commonOptions,
  groups,
  optionSpec,
  shells,
} from '../options.ts';
import type { OptionName, Shell } from '../options.ts';

const isHere = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;
// bash is on every computer that runs these tests, except Windows
const here = { bash: process.platform !== 'win32', zsh: isHere('zsh'), fish: isHere('fish') };
const hasTerminal = process.platform === 'linux' && existsSync('/usr/bin/script');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signoff-completion-'));
  for (const shell of shells) {
    await writeFile(join(folder, `en.${shell}`), completionScript(shell, dictionaries['en-US']));
    await writeFile(join(folder, `zh.${shell}`), completionScript(shell, dictionaries['zh-CN']));
  }
  await mkdir(join(folder, 'work', 'my 新 folder'), { recursive: true });
  await writeFile(join(folder, 'work', "it's 一个.html"), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Runs a program of `shell` that ends by itself. */
function ran(shell: Shell, program: string): string {
  const plain = { bash: ['--norc', '--noprofile'], zsh: ['-f'], fish: ['--no-config'] }[shell];
  const done = spawnSync(shell, [...plain, '-c', program], {
    cwd: join(folder, 'work'),
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: folder, LANG: 'C.UTF-8', TERM: 'dumb' },
  });
  expect(done.stderr).toBe('');
  return done.stdout;
}

/** What bash offers for the last word of each line, with the words as readline splits them. */
function offeredByBash(lines: readonly (readonly string[])[]): string[][] {
  const cases = lines.map(
    (words) =>
      `COMP_WORDS=(signoff ${words.map(quoted).join(' ')}); COMP_CWORD=${words.length}; _signoff; printf '%s\\n' "\${COMPREPLY[*]}"`,
  );
  const text = ran('bash', ['. ../en.bash', ...cases].join('\n'));
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' ').filter((word) => word !== ''));
}

function offeredByFish(line: string): string[] {
  const text = ran('fish', `source ../en.fish; complete -C ${quoted(`signoff ${line}`)}`);
  return text
    .split('\n')
    .map((row) => row.split('\t')[0] ?? '')
    .filter((word) => word !== '');
}

/** What zsh's `_describe` and `compadd` receive for the last word of each line. */
function offeredByZsh(lines: readonly (readonly string[])[]): string[][] {
  const cases = lines.map(
    (words) => `words=(signoff ${words.map(quoted).join(' ')}); CURRENT=$#words; _signoff; print -r -- @end`,
  );
  const program = [
    'compdef() { }; compset() { return 1 }; compadd() { print -rl -- ${(P)2} }',
    '_describe() { local name=$argv[-1]; print -rl -- ${${(P)name}%%:*} }',
    '_files() { print -r -- files }; _path_files() { print -r -- folders }',
    '. ../en.zsh',
    ...cases,
  ].join('\n');
  return ran('zsh', program)
    .split('@end\n')
    .slice(0, -1)
    .map((part) => part.split('\n').filter((word) => word !== ''));
}

const offeredBy: Readonly<Record<Shell, (lines: readonly (readonly string[])[]) => string[][]>> = {
  bash: offeredByBash,
  zsh: offeredByZsh,
  fish: (lines) => lines.map((words) => offeredByFish(words.join(' '))),
};

function flagsOf(names: readonly OptionName[]): string[] {
  return names
    .flatMap((name) => {
      const { long, short } = optionSpec(name);
      return short === undefined ? [long] : [long, short];
    })
    .toSorted();
}

const allHeads = [...new Set(commandNames.map((name) => name.split(' ')[0] ?? ''))].toSorted();

describe.each(shells)('completion of %s', (shell) => {
  const when = it.skipIf(!here[shell]);
  const offered = (...lines: readonly string[][]): string[][] =>
    offeredBy[shell](lines).map((words) => words.toSorted());
  const matching = (words: readonly string[], start: string): string[] =>
    words.filter((word) => word.startsWith(start)).toSorted();
  // zsh filters by itself, after the function
  const expected = (words: readonly string[], start: string): string[] =>
    shell === 'zsh' ? [...words].toSorted() : matching(words, start);

  when.each(['en', 'zh'])('the %s script is valid', (language) => {
    const checked = spawnSync(shell, ['-n', join(folder, `${language}.${shell}`)], { encoding: 'utf8' });
    expect([checked.status, checked.stderr]).toEqual([0, '']);
  });

  when(
    'offers for each command every option of the table, and no other',
    () => {
      // fish lists short options only beside long ones
      const isListed = (flag: string): boolean => shell !== 'fish' || flag.startsWith('--');
      const lines = commandNames.map((name) => [...name.split(' '), shell === 'fish' ? '--' : '-']);
      const found = offered(...lines);
      expect(found).toHaveLength(commandNames.length);
      for (const [index, name] of commandNames.entries()) {
        const all = flagsOf([...commandSpec(name).options, ...commonOptions]);
        expect([name, found[index]]).toEqual([name, all.filter(isListed)]);
      }
    },
    60_000,
  );

  when('offers commands, the commands of a group, topics of help, shells and settings', () => {
    const found = offered([''], ...groups.map((group) => [group, '']), ['help', ''], ['help', 'session', '']);
    const tails = groups.map((group) =>
      commandsOf(group)
        .map((name) => name.slice(group.length + 1))
        .toSorted(),
    );
    const session = tails[groups.indexOf('session')];
    expect(found).toEqual([allHeads, ...tails, allHeads, session]);
    expect(offered(['report', ''], ['completion', ''], ['settings', 'set', ''])).toEqual([
      ['list'],
      [...shells].toSorted(),
      [...settingNamesFor({})].toSorted(),
    ]);
    expect(offered(['settings', 'set', 'watching', ''])).toEqual([['off', 'on']]);
  });

  when('completes the start of a word', () => {
    const [head, tail] = offered(['qua'], ['quarantine', 're']);
    expect(head).toEqual(expected(allHeads, 'qua'));
    expect(tail).toEqual(expected(['list', 'restore', 'purge'], 're'));
  });

  when('offers the values of an option, also of one before the command', () => {
    const levels = ['basic', 'deep', 'system'];
    const [level, lang, conflict] = offered(
      ['plan', '--level', ''],
      ['--lang', ''],
      ['quarantine', 'restore', 'b-1', '--conflict', 'o'],
    );
    expect(level).toEqual(levels);
    expect(lang).toEqual(['en-US', 'zh-CN']);
    expect(conflict).toEqual(expected(['overwrite', 'rename', 'skip'], 'o'));
  });

  when('finds the command behind options and their values', () => {
    const lines = [
      ['--json', '--data-dir', 'scan', 'quarantine', ''],
      ['--lang', 'zh-CN', 'help', 'demo', ''],
      ['quarantine', '-y', 'res'],
    ];
    expect(offered(...lines)).toEqual([
      ['list', 'purge', 'restore', 'show'],
      ['create'],
      expected(['list', 'purge', 'restore', 'show'], 'res'),
    ]);
  });

  when('offers nothing where only the person knows the word, and after a finished line', () => {
    expect(offered(['plan', '--account', ''], ['plan', '--keep', 'x', 'y', ''], ['nonsense', ''])).toEqual([
      [],
      [],
      [],
    ]);
  });
});

describe.skipIf(!here.bash)('bash', () => {
  it('completes --level=de, which readline splits, and a later entry of a list', () => {
    expect(
      offeredByBash([
        ['plan', '--level', '=', 'de'],
        ['plan', '--level', '='],
        ['plan', '--level=de'],
        ['plan', '--include', 'media,rec'],
        ['plan', '--level', '=', 'deep', '--inc'],
      ]),
    ).toEqual([['deep'], ['basic', 'system', 'deep'], ['--level=deep'], ['media,received'], ['--include']]);
  });

  it('offers a single-valued option once and a repeatable one again', () => {
    const [found = []] = offeredByBash([['plan', '--level', 'deep', '--app', 'qq', '-']]);
    expect(found).not.toContain('--level');
    expect(found).toContain('--app');
  });

  it('offers no option behind --', () => {
    expect(offeredByBash([['plan', '--', '-']])).toEqual([[]]);
  });
});

/** The line that an interactive shell runs after these keys, each word in angle brackets. */
async function typed(shell: 'bash' | 'zsh', keys: string): Promise<string> {
  const start = [
    "PS1='ready> '",
    shell === 'zsh' ? 'autoload -U compinit; compinit -u -D; unsetopt zle_bracketed_paste' : '',
    `. ${join(folder, `en.${shell}`)}`,
    `signoff() { printf '<%s>' "$@"; printf '\\n'; exit; }`,
    `cd ${join(folder, 'work')}`,
  ].join('\n');
  const home = await mkdtemp(join(folder, 'home-'));
  await writeFile(join(home, shell === 'bash' ? 'rc' : '.zshrc'), start);
  const command = shell === 'bash' ? `bash --noprofile --rcfile ${join(home, 'rc')} -i` : 'zsh -i';
  const child = spawn('/usr/bin/script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { PATH: process.env['PATH'], HOME: home, ZDOTDIR: home, LANG: 'C.UTF-8', TERM: 'xterm' },
  });
  let text = '';
  let isReady = false;
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    if (isReady || !text.includes('ready> ')) return;
    isReady = true;
    child.stdin.write(`${keys}\n`);
  });
  await new Promise((resolve) => child.on('close', resolve));
  return /^.*?(<[^\n]*>)/m.exec(stripVTControlCharacters(text).replaceAll('\r', ''))?.[1] ?? text;
}

describe.each(['bash', 'zsh'] as const)('an interactive %s', (shell) => {
  const when = it.skipIf(!here[shell] || !hasTerminal);

  when(
    'completes a command and its option',
    async () => {
      expect(await typed(shell, 'signoff quar\tres\tb-1 --conf\tov\t')).toBe(
        '<quarantine><restore><b-1><--conflict><overwrite>',
      );
    },
    60_000,
  );

  when(
    'completes folders and files with spaces, quotes and Chinese',
    async () => {
      expect(await typed(shell, 'signoff demo create my\t')).toMatch(/^<demo><create><my 新 folder\/?>$/);
      expect(await typed(shell, 'signoff plan --keep it\t')).toBe("<plan><--keep><it's 一个.html>");
      expect(await typed(shell, 'signoff scan --data-dir=my\t')).toMatch(/=my 新 folder\/?>$/);
    },
    60_000,
  );
});

it.skipIf(!here.fish)('fish completes folders and files with spaces, quotes and Chinese', () => {
  expect(offeredByFish('demo create my')).toEqual(['my 新 folder/']);
  expect(offeredByFish('plan --keep it')).toEqual(["it's 一个.html"]);
  expect(offeredByFish('plan --include media,rec')).toEqual(['media,received']);
});
