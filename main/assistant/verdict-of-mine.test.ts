import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { generateDemoHome } from '../demo/generate-demo-home.ts';
import { assistantOnHome } from './testing/assistant-on-home.ts';

let home: string;

beforeEach(async () => {
  home = join(await realpath(await mkdtemp(join(tmpdir(), 'signoff-verdict-'))), 'demo');
  onTestFinished(() => rm(join(home, '..'), { recursive: true, force: true }));
  await generateDemoHome({ folder: home, files: 400 });
});

test.each([true, false])(
  'after one of two accounts is cleaned, the other counts where the person called it theirs: %s',
  async (isMine) => {
    const assistant = await assistantOnHome(home);
    const { accounts } = await assistant.call('accounts.discover', {});
    const [first, second] = accounts.filter(({ product, line }) => product === 'wechat' && line === '4.x');
    await assistant.call('accounts.mark', { accountId: first!.id, isMine: true });
    await assistant.call('accounts.mark', { accountId: second!.id, isMine });
    const plan = await assistant.plan({ accounts: [first!.id], include: ['phone-backups'] });
    const { verification, accounts: cleaned } = await assistant.run(plan.id, 'delete');
    expect(cleaned.map(({ accountId }) => accountId)).toEqual([first!.id]);
    const ofSecond = verification?.stillHere.filter(({ accountId }) => accountId === second!.id) ?? [];
    expect(ofSecond.length > 0).toBe(isMine);
    // what was planned is gone either way; whether the person can leave is another question
    expect(verification?.outcome).toBe('done');
    if (isMine) expect(verification?.verdict.headline).not.toBe('nothing-left');
  },
);
