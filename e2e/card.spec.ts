import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { whyNoCodeReader } from '../scripts/desktop-tools.mjs';
import { expect, test } from './harness/test.ts';
import { HomePage } from './pages/home-page.ts';

test.skip(({ host }) => host !== 'browser', 'the page is the same, and a browser alone tells what was saved');

/** What another program reads from the code in a picture. */
function readCode(path: string): string {
  const { stdout, stderr, status } = spawnSync('/usr/bin/zbarimg', ['--raw', '-q', path], {
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  return stdout.trim();
}

test('the card to take along says what the screen says, in light and dark, and what the phone has done', async ({
  window,
  texts,
}, testInfo) => {
  const reason = whyNoCodeReader();
  test.skip(reason !== null, reason ?? '');
  const { records, common, wizard: words } = texts;
  const wizard = await new HomePage(window, texts).cleanCaches();
  await wizard.preview();
  await wizard.goOn();
  await wizard.holdToRun();
  await wizard.result('done', 'sign-in-left');
  const card = window.getByRole('img', { name: new RegExp(`^${records.card.picture({ text: '' })}`) });
  const readFrom = async (name: string): Promise<string> => {
    const path = testInfo.outputPath(`${name}.png`);
    await card.screenshot({ path });
    return readCode(path);
  };
  const told = await readFrom('light');
  expect(told).toContain(records.card.title);
  expect(told).toContain(common.verdict.headlines['sign-in-left']);
  expect(told).toMatch(/r-[0-9a-f]{16}/);
  expect(told).not.toMatch(/wxid|chenyu/);
  expect(Buffer.byteLength(told)).toBeLessThanOrEqual(300);

  const phone = window.getByRole('region', { name: words.result.phone });
  await phone.getByRole('checkbox').first().click();
  await expect.poll(() => card.getAttribute('alt')).toContain('1/3');
  await window.emulateMedia({ colorScheme: 'dark' });
  expect(await readFrom('dark')).toContain('1/3');

  for (const kind of ['png', 'svg', 'html'] as const) {
    const coming = window.waitForEvent('download');
    await window.getByRole('button', { name: records.card.save[kind] }).click();
    const path = join(testInfo.outputDir, `saved.${kind}`);
    await (await coming).saveAs(path);
    if (kind === 'png') expect(readCode(path)).toContain('1/3');
    else expect(await readFile(path, 'utf8')).toContain(common.verdict.headlines['sign-in-left']);
  }
  await wizard.openDetails();
  await window.getByRole('button', { name: records.receiptText }).click();
  await expect(window.getByText(common.products.wechat + '，').last()).toBeVisible();
});
