import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Level } from '../../app/cleanup/levels.ts';
import type { Computer } from '../../app/cleanup/computers.ts';
import { generateDemoHome } from '../demo/generate-demo-home.ts';
import { assistantOnHome } from './testing/assistant-on-home.ts';

let home: string;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'signoff-marks-')));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  await generateDemoHome({ folder: join(home, 'demo'), files: 400 });
});

/** What is said of two accounts after one of them was cleaned on such a computer. */
async function saidAfter(computer: Computer, level: Level): Promise<readonly (string | null)[]> {
  const assistant = await assistantOnHome(join(home, 'demo'));
  await assistant.call('settings.set', { computer });
  const { accounts } = await assistant.call('accounts.discover', {});
  const [first, second] = accounts.filter(({ access }) => access === 'ok');
  if (first === undefined || second === undefined) throw new Error('two accounts are needed');
  for (const [account, name] of [
    [first, '我的微信'],
    [second, '妈妈'],
  ] as const)
    await assistant.call('accounts.mark', { accountId: account.id, name, isMine: true });
  const { id } = await assistant.plan({ level, accounts: [first.id] });
  await assistant.run(id, 'delete');
  return (await assistant.call('accounts.marks', {})).map(({ name }) => name).toSorted();
}

test.each([
  ['shared', 'system', ['妈妈']],
  ['others', 'deep', ['妈妈']],
  ['own', 'deep', ['妈妈', '我的微信']],
  ['shared', 'basic', ['妈妈', '我的微信']],
  ['unanswered', 'system', ['妈妈']],
] as const)('on a computer that is %s, after level %s the names are %j', async (computer, level, left) => {
  expect(await saidAfter(computer, level)).toEqual(left);
});

test.each(['', ' ', 'x'.repeat(41), 'a\u202Eb', 'a\nb'])('the name %j is refused', async (name) => {
  const assistant = await assistantOnHome(join(home, 'demo'));
  await expect(assistant.call('accounts.mark', { accountId: 'a-1', name, isMine: true })).rejects.toThrow();
  expect(await assistant.call('accounts.marks', {})).toEqual([]);
});
