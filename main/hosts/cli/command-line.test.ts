import { describe, expect, it } from 'vitest';
import { readCommandLine } from './command-line.ts';
import { commandNames, commandSpec } from './options.ts';
import { nearest } from './usage-error.ts';

const read = (line: string, env = {}) => readCommandLine(line === '' ? [] : line.split(' '), env);

describe('the command line', () => {
  it('reads a selection', () => {
    const { selection } = read(
      'plan --app wechat --app qq --account a --account b --level deep --include media,phone-backups --include received --older-than 2w --keep *.pdf --keep a/**',
    );
    expect(selection).toEqual({
      apps: ['wechat', 'qq'],
      accounts: ['a', 'b'],
      allAccounts: false,
      level: 'deep',
      include: ['media', 'phone-backups', 'received'],
      olderThanMs: 14 * 24 * 3_600_000,
      keep: ['*.pdf', 'a/**'],
      sinceSession: false,
    });
  });

  it.each([
    ['1h', 3_600_000],
    ['30d', 30 * 86_400_000],
    ['6m', 180 * 86_400_000],
    ['1y', 365 * 86_400_000],
  ])('%s is an age', (age, ms) => expect(read(`plan --older-than ${age}`).selection.olderThanMs).toBe(ms));

  it.each(['0d', '-1d', '1.5d', '30', 'd', '30D', '1s', '9999999d'])('refuses %s as an age', (age) =>
    expect(() => read(`plan --older-than=${age}`)).toThrow(/bad-value/),
  );

  it('takes common options before and after the command', () => {
    for (const line of ['--json scan', 'scan --json']) {
      const invocation = read(line);
      expect([invocation.command, invocation.json]).toEqual(['scan', true]);
    }
  });

  it.each(commandNames)('%s accepts --yes and -y', (name) => {
    const words = [...name.split(' '), ...commandSpec(name).arguments.filter((one) => !one.startsWith('['))];
    const line = {
      'quarantine purge': 'quarantine purge --all',
      'settings set': 'settings set watching on',
      completion: 'completion bash',
      quit: 'quit --app qq',
    }[name as string];
    for (const flag of ['--yes', '-y']) expect(read(`${line ?? words.join(' ')} ${flag}`).yes).toBe(true);
    expect(read(line ?? words.join(' ')).yes).toBe(false);
  });

  it.each([
    ['plan --level basic --level deep', '--level'],
    ['--lang en-US scan --lang zh-CN', '--lang'],
    ['clean --mode delete --mode delete', '--mode'],
    ['scan --data-dir /a --data-dir=/b', '--data-dir'],
    ['quarantine purge --over 1GB --over 2GB', '--over'],
    ['demo create x --seed 1 --seed 2', '--seed'],
  ])('%s repeats %s, which takes one value', (line, option) =>
    expect(() => read(line)).toThrow(new RegExp(`option-repeated.*${option}`)),
  );

  it.each([
    ['plan --include phone-backups', ['--include']],
    ['plan --include phone-backups --level deep', []],
    ['plan --include media --level deep', []],
    ['clean --mode delete --dry-run', ['--mode']],
    ['clean --mode delete', []],
    ['open --browser /b --no-launch', ['--browser']],
    ['plan --since-session --all-accounts', ['--all-accounts']],
    ['help --json --data-dir /d', ['--json', '--data-dir']],
    ['version --data-dir /d', ['--data-dir']],
    ['version --json', []],
    ['demo create x --data-dir /d', ['--data-dir']],
    ['version --allow-foreign-home', ['--allow-foreign-home']],
    ['completion zsh --json --data-dir /d', ['--json', '--data-dir']],
  ])('%s names the options without effect: %j', (line, options) =>
    expect(read(line).unused.map(({ option }) => option)).toEqual(options),
  );

  it('-q and -v exclude each other', () => {
    expect(read('scan -v')).toMatchObject({ verbose: true, quiet: false });
    expect(() => read('scan -q -v')).toThrow(/option-conflict.*--quiet.*--verbose/);
  });

  it('clean -n is a dry run, and a short option elsewhere names its command', () => {
    expect(read('clean -n -y')).toMatchObject({ dryRun: true, yes: true });
    expect(() => read('scan -n')).toThrow(/option-elsewhere.*clean/);
  });

  it('an empty line, --help and --version need no command', () => {
    expect(read('').command).toBe('help');
    expect(read('-h').command).toBe('help');
    expect(read('-V').command).toBe('version');
    expect(read('demo create --help')).toMatchObject({ command: 'help', about: 'demo create' });
    expect(read('clean --help')).toMatchObject({ command: 'help', about: 'clean' });
  });

  it.each([
    ['help', null],
    ['help clean', 'clean'],
    ['help report list', 'report list'],
    ['report list --help', 'report list'],
    ['help quarantine', 'quarantine'],
    ['quarantine -h', 'quarantine'],
    ['help quarantine purge', 'quarantine purge'],
    ['help help', 'help'],
  ])('%s is help about %s', (line, about) => expect(read(line)).toMatchObject({ command: 'help', about }));

  it('version is a command', () => expect(read('version').command).toBe('version'));

  it.each([
    ['help claen', /unknown-command.*"clean"/],
    ['help quarantine purg', /unknown-command.*quarantine purge/],
    ['help clean now', /extra-argument.*now/],
    ['version now', /extra-argument.*now/],
  ])('refuses %s', (line, error) => expect(() => read(line)).toThrow(error));

  it('tells report, report RUN and report list apart', () => {
    expect(read('report')).toMatchObject({ command: 'report', operand: null });
    expect(read('report r-1')).toMatchObject({ command: 'report', operand: 'r-1' });
    expect(read('report list')).toMatchObject({ command: 'report list', operand: null });
  });

  it('accepts a pattern that starts with a dash, but no option as a value', () => {
    expect(read('plan --keep -old*').selection.keep).toEqual(['-old*']);
    expect(() => read('clean --mode delete --keep --yes')).toThrow(/missing-value/);
    expect(() => read('scan --data-dir=')).toThrow(/missing-value/);
  });

  it('takes the language from the option, then from LC_ALL, LC_MESSAGES and LANG', () => {
    expect(read('scan', { LANG: 'en_GB.UTF-8' }).language).toBe('en-US');
    expect(read('scan', { LC_ALL: 'zh_CN.UTF-8', LANG: 'en_GB.UTF-8' }).language).toBe('zh-CN');
    expect(read('scan', { LC_ALL: '', LC_MESSAGES: 'de_DE' }).language).toBe('en-US');
    expect(read('scan', { LC_MESSAGES: 'zh_TW', LANG: 'C' }).language).toBe('zh-CN');
    expect(read('scan', { LC_ALL: 'C', LANG: 'zh_CN.UTF-8' }).language).toBe('en-US');
    expect(read('scan --lang zh-CN', { LANG: 'en_GB.UTF-8' }).language).toBe('zh-CN');
  });

  it.each([{}, { LANG: '' }, { LANG: 'C' }, { LANG: 'C.UTF-8' }, { LC_ALL: 'POSIX' }])(
    'the environment %j gives English',
    (env) => expect(read('scan', env).language).toBe('en-US'),
  );

  it.each(['zh', 'zh_CN.UTF-8', 'zh-Hans-CN', 'ZH_HK'])('LANG=%s gives Chinese', (LANG) =>
    expect(read('scan', { LANG }).language).toBe('zh-CN'),
  );
});

describe('the nearest word', () => {
  it.each([
    ['sytem', ['basic', 'system', 'deep'], 'system'],
    ['--levle', ['--level', '--list', '--keep'], '--level'],
    ['--all', ['--account', '--all-accounts'], '--all-accounts'],
    ['xyz', ['basic', 'system', 'deep'], null],
  ])('%s', (word, candidates, expected) => expect(nearest(word, candidates)).toBe(expected));
});
