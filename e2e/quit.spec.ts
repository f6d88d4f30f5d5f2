import type { Page } from 'playwright/test';
import { factById } from '../app/guides/facts.ts';
import { forcedEnd } from '../app/guides/forced-end.ts';
import type { Dictionary } from '../app/locale/dictionaries.ts';
import { startStubbornWeChat, startWeChat } from './harness/messenger.ts';
import { expect, test } from './harness/test.ts';
import { HomePage } from './pages/home-page.ts';
import type { LeavingWizard } from './pages/leaving-wizard.ts';

async function toSignOut(window: Page, texts: Dictionary): Promise<LeavingWizard> {
  const wizard = await new HomePage(window, texts).leave();
  await wizard.chooseEveryone();
  await wizard.goOn();
  const product = texts.common.products.wechat;
  await wizard.atMessenger('wechat');
  await expect(wizard.liveCheck).toContainText(texts.wizard.signOut.running.yes({ product }));
  return wizard;
}

test('WeChat quits on request and is still not called signed out', async ({ window, texts, where, disk }) => {
  const weChat = await startWeChat(where.home);
  const product = texts.common.products.wechat;
  const words = texts.wizard.signOut;
  try {
    const wizard = await toSignOut(window, texts);
    const check = wizard.liveCheck;
    const quit = window.getByRole('button', { name: words.quit.ask({ product }) });
    await expect(window.getByText(words.lead)).toBeVisible();
    await quit.click();
    // its button goes with the messenger, so the focus waits where the answer will be
    await expect(check.getByRole('heading')).toBeFocused();
    await expect(check).toContainText(words.running.no({ product }));
    expect(weChat.endedBy()).toBe('SIGTERM');
    await expect(quit).toBeHidden();
    await expect(check).toContainText(words.credentials.autoLogin);
    await expect(window.getByText(words.off.matters({ product }))).toBeVisible();
    await expect(window.getByText(words.off.over)).toBeHidden();
    const { removed, changed } = await disk.changes();
    expect({ removed, changed }).toEqual({ removed: [], changed: [] });
  } finally {
    await weChat.quit();
  }
});

test('WeChat that ignores the request is ended by force only after the warnings and a long press', async ({
  window,
  texts,
  where,
}) => {
  const weChat = await startStubbornWeChat(where.home);
  const product = texts.common.products.wechat;
  const words = texts.wizard.signOut;
  try {
    const wizard = await toSignOut(window, texts);
    const check = wizard.liveCheck;
    await expect(check.getByRole('button', { name: words.quit.force })).toBeHidden();
    await window.getByRole('button', { name: words.quit.ask({ product }) }).click();
    await expect(check).toContainText(words.quit.asking({ product }));
    await expect(check).toContainText(words.quit.inVain({ product }), { timeout: 25_000 });
    await check.getByRole('button', { name: words.quit.force }).click();

    const warning = window.getByRole('region', { name: words.quit.forceTitle({ product }) });
    await expect(warning.getByRole('heading')).toBeFocused();
    for (const id of [...forcedEnd.warnings, forcedEnd.after])
      await expect(warning).toContainText(factById[id].says['zh-CN']);
    const disputed = factById['WX-ABN-PLAINTEXT'];
    await expect(warning).toContainText(disputed.status === 'disputed' ? disputed.correction['zh-CN'] : '-');
    await warning.getByRole('button', { name: words.quit.hold }).click();
    expect(weChat.endedBy()).toBeNull();
    await warning.getByRole('button', { name: words.quit.hold }).hover();
    await window.mouse.down();
    await expect(warning).toBeHidden();
    await window.mouse.up();
    await expect(check).toContainText(words.running.no({ product }));
    expect(weChat.endedBy()).toBe('SIGKILL');
  } finally {
    await weChat.quit();
  }
});
