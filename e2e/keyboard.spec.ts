import type { Page } from 'playwright/test';
import { signOutGuides } from '../app/guides/sign-out.ts';
import { expect, test } from './harness/test.ts';
import { HomePage } from './pages/home-page.ts';
import { LeavingWizard } from './pages/leaving-wizard.ts';

/** Tabs until the focus is on the named element; fails if it never is. */
async function tabTo(page: Page, role: 'button' | 'checkbox' | 'radio', name: string): Promise<void> {
  const target = page.getByRole(role, { name, exact: role !== 'checkbox' }).first();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard never reaches ${role} “${name}”`);
}

test('the whole wizard works with the keyboard alone', async ({ window, texts, disk }) => {
  const { wizard: words } = texts;
  const press = async (name: string): Promise<void> => {
    await tabTo(window, 'button', name);
    await window.keyboard.press('Enter');
  };
  await new HomePage(window, texts).measured();
  await press(texts.home.leave);
  await tabTo(window, 'checkbox', 'chenyu1996_b7d2');
  await window.keyboard.press('Space');
  await press(words.next);
  // from one instruction to the next and back, with the focus on what is to be read
  await press(words.signOut.off.steps);
  const [first, second] = signOutGuides.find(({ id }) => id === 'wechat-4-linux')!.steps;
  const heading = (step: typeof first) =>
    window.getByRole('heading', { name: step!.title['zh-CN'], exact: true });
  await expect(heading(first)).toBeFocused();
  await press(words.signOut.following({ title: second!.title['zh-CN'] }));
  await expect(heading(second)).toBeFocused();
  await press(words.signOut.previous);
  await expect(heading(first)).toBeFocused();
  await press(words.signOut.done);
  // no level is preselected, so Tab enters the group at its first radio
  await tabTo(window, 'radio', texts.common.levels.basic);
  await window.keyboard.press('ArrowDown');
  await expect(window.getByRole('radio', { name: texts.common.levels.system })).toBeChecked();
  await press(words.next);
  const wizard = new LeavingWizard(window, texts);
  await wizard.preview();
  await press(words.next);
  await tabTo(window, 'button', words.run.hold.delete);
  await window.keyboard.down('Space');
  await expect(wizard.heading).not.toHaveText(words.run.title.system);
  await window.keyboard.up('Space');
  await wizard.result('done');
  expect((await disk.changes()).removed.length).toBeGreaterThan(0);
});
