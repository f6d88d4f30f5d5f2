import { describe, expect, test } from 'vitest';
import { settingNamesFor } from '../../../app/settings/settings-table.ts';
import { readCommandLine } from './command-line.ts';
import { runCli } from './run-cli.ts';
import { schemas } from './schemas.ts';
import { fakeWorld } from './testing/fake-world.ts';

const setting = (line: string) => readCommandLine(line.split(' '), {}).setting;

describe('settings set', () => {
  test.each([
    ['theme dark', 'theme', 'dark'],
    ['watching off', 'watching', false],
    ['quarantineDays 90', 'quarantineDays', 90],
    ['quarantineBytes 20GB', 'quarantineBytes', 20 * 1024 ** 3],
    ['quarantineBytes none', 'quarantineBytes', null],
    ['quietFrom 22:30', 'quietFrom', 1350],
    ['guardSnoozedUntil none', 'guardSnoozedUntil', null],
  ])('%s is understood', (words, name, value) =>
    expect(setting(`settings set ${words}`)).toEqual({ name, value }),
  );

  test.each([
    ['theme red', /bad-value/],
    ['watching yes', /bad-value/],
    ['quarantineDays 0', /bad-value/],
    ['quarantineDays 3651', /bad-value/],
    ['sessionHours none', /bad-value/],
    ['quietFrom 24:00', /bad-value/],
    ['quarantineByte 1GB', /unknown-value.*"nearest":"quarantineBytes"/],
    ['theme', /missing-argument.*VALUE/],
    ['theme dark light', /extra-argument.*light/],
  ])('%s is a usage error', (words, problem) =>
    expect(() => setting(`settings set ${words}`)).toThrow(problem),
  );

  test('changes only that setting and prints all of them', async () => {
    const world = fakeWorld();
    expect(await runCli(['settings', 'set', 'theme', 'dark', '--json'], world)).toBe(0);
    expect(world.calls).toContainEqual({ method: 'settings.set', input: { theme: 'dark' } });
    expect(schemas['settings set'].parse(JSON.parse(world.stdout())).settings.theme).toBe('dark');
  });
});

test('settings list names every setting with its value in words', async () => {
  const world = fakeWorld();
  expect(await runCli(['settings', 'list'], world)).toBe(0);
  for (const name of settingNamesFor({})) expect(world.stdout()).toContain(name);
  expect(world.stdout()).toMatch(/quarantineDays +30 days +Keep for/);
  expect(world.stdout()).toMatch(/quarantineBytes +No limit/);
});
