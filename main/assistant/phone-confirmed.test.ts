import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { generateDemoHome } from '../demo/generate-demo-home.ts';
import { assistantOnHome } from './testing/assistant-on-home.ts';

test('what was ticked on the phone stays in the receipt, through a second look, and changes no digest', async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'signoff-phone-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const home = join(folder, 'demo');
  await generateDemoHome({ folder: home, files: 400 });
  const assistant = await assistantOnHome(home);
  const { id } = await assistant.plan({ level: 'system' });
  const { runId } = await assistant.run(id, 'delete');
  const { digest } = await assistant.call('reports.digest', { runId });
  const say = (step: 'end-session' | 'remove-device' | 'protect', done: boolean) =>
    assistant.call('reports.confirm', { runId, product: 'wechat', step, done });
  await say('end-session', true);
  await Promise.all([say('protect', true), say('remove-device', true), say('protect', true)]);
  await say('end-session', false);
  const { jobId } = await assistant.call('runs.verify', { runId });
  await say('end-session', true);
  expect(await assistant.end(jobId)).toMatchObject({ outcome: 'done' });
  const { confirmed } = await assistant.call('reports.get', { runId });
  expect(confirmed.map(({ step }) => step).toSorted()).toEqual(['end-session', 'protect', 'remove-device']);
  expect(digest).toMatch(/^[0-9a-f]{16}$/);

  const again = await assistant.call('reports.digest', { runId });
  await say('protect', false);
  expect(await assistant.call('reports.digest', { runId })).toEqual(again);
  // another second look is another receipt
  expect(again.digest).not.toBe(digest);
});
