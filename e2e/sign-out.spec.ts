import { signOutGuides } from '../app/guides/sign-out.ts';
import { startQq, startWeChat } from './harness/messenger.ts';
import { filesOf } from './harness/promises.ts';
import { expect, test } from './harness/test.ts';
import { HomePage } from './pages/home-page.ts';

test('one messenger after the other, back and forth and with a reload in the middle, up to the result', async ({
  window,
  texts,
  where,
  disk,
}) => {
  const words = texts.wizard.signOut;
  const { wechat, qq } = texts.common.products;
  const guide = signOutGuides.find(({ id }) => id === 'wechat-4-linux')!;
  const [first, second] = guide.steps.map(({ title }) => title['zh-CN']);
  const of = '2';
  const weChat = await startWeChat(where.home);
  try {
    const wizard = await new HomePage(window, texts).leave();
    await wizard.chooseEveryone();
    await wizard.goOn();

    await wizard.atMessenger('wechat');
    await expect(window.getByText(words.place({ product: wechat, at: '1', of }))).toBeVisible();
    await expect(wizard.instruction(first!)).toBeVisible();
    await wizard.nextInstruction(second!);
    await expect(wizard.instruction(first!)).toHaveCount(0);

    await window.reload();
    await wizard.atMessenger('wechat');
    await expect(wizard.instruction(second!)).toBeVisible();
    await wizard.signOutLater();

    await wizard.atMessenger('qq');
    await expect(window.getByText(words.place({ product: qq, at: '2', of }))).toBeVisible();
    await expect(wizard.liveCheck).toContainText(words.running.no({ product: qq }));
    await wizard.goBack();
    await wizard.atMessenger('wechat');
    await wizard.signOutLater();
    await window.reload();
    await wizard.atMessenger('qq');
    await wizard.passSignOut();

    await expect(window.getByText(words.notYet({ products: wechat }))).toBeVisible();
    await wizard.chooseLevel('system');
    await wizard.goOn();
    await wizard.preview();
    await wizard.goOn();
    await expect(wizard.holdButton).toBeDisabled();
    expect((await disk.changes()).removed).toEqual([]);
    await weChat.quit();
    await expect(wizard.holdButton).toBeEnabled();
    await wizard.holdToRun();
    await wizard.result('done');
    const gone = new Set((await disk.changes()).removed);
    const credentials = filesOf(where.manifest, 'credentials');
    expect(credentials.filter((path) => !gone.has(path))).toEqual([]);
  } finally {
    await weChat.quit();
  }
});

test('a messenger that was started meanwhile is the first screen on the way back, and the only one', async ({
  window,
  texts,
  where,
}) => {
  const wizard = await new HomePage(window, texts).leave();
  await wizard.chooseEveryone();
  await wizard.goOn();
  await wizard.atMessenger('wechat');
  await wizard.passSignOut();
  await wizard.chooseLevel('system');
  await wizard.goOn();
  await wizard.preview();
  await wizard.goOn();
  await expect(wizard.holdButton).toBeEnabled();
  const running = await startQq(where.home);
  try {
    await expect(wizard.holdButton).toBeDisabled();
    await window.getByRole('button', { name: texts.wizard.run.toSignOut }).click();
    await wizard.atMessenger('qq');
    await running.quit();
    const words = texts.wizard.signOut.running;
    await expect(wizard.liveCheck).toContainText(words.no({ product: texts.common.products.qq }));
    await wizard.sayIsSignedOut();
    await expect(wizard.holdButton).toBeEnabled();
  } finally {
    await running.quit();
  }
});

test('a double click answers one question, not the one behind it', async ({ window, texts }) => {
  const wizard = await new HomePage(window, texts).leave();
  await wizard.chooseEveryone();
  await window.getByRole('button', { name: texts.wizard.next, exact: true }).dblclick();
  await wizard.atMessenger('wechat');
  await window.getByRole('button', { name: texts.wizard.signOut.done, exact: true }).dblclick();
  await wizard.atMessenger('qq');
});
