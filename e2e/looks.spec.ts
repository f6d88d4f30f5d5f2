import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import type { Dictionary } from '../app/locale/dictionaries.ts';
import { expect, test } from './harness/test.ts';
import { HomePage } from './pages/home-page.ts';

/** No automatically testable rule of WCAG 2.2 A and AA is violated. */
async function expectAccessible(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .setLegacyMode(true)
    .analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${screen}: ${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`,
  );
  // soft, so that one walk reports every screen
  expect.soft(found).toEqual([]);
}

/** Nothing on the screen scrolls sideways. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overhang = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overhang).toBeLessThanOrEqual(0);
}

async function walkThrough(
  page: Page,
  texts: Dictionary,
  look: (screen: string) => Promise<void>,
): Promise<void> {
  const home = new HomePage(page, texts);
  await home.measured();
  await look('home');
  for (const place of ['storage', 'timeline', 'restore', 'guide', 'records', 'settings'] as const) {
    await home.goTo(place);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await look(place);
  }
  await home.goTo('leave');
  const wizard = await home.leave();
  await look('accounts');
  await wizard.chooseEveryone();
  await wizard.goOn();
  await look('sign-out');
  await wizard.passSignOut();
  await wizard.chooseLevel('system');
  await look('level');
  await wizard.goOn();
  await wizard.preview();
  await look('preview');
  await wizard.openCaches();
  await look('preview-opened');
  await wizard.goOn();
  await look('run');
  await wizard.holdToRun();
  await wizard.result('done');
  await look('result');
}

for (const locale of ['zh-CN', 'en-US'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${locale} ${colorScheme}`, () => {
      test.use({ locale, colorScheme });

      test('every screen is accessible and fits, in its language and colours', async ({ window, texts }) => {
        await expect(window.locator('html')).toHaveAttribute('lang', locale);
        await walkThrough(window, texts, async (screen) => {
          await expectAccessible(window, screen);
          await expectNoSidewaysScroll(window);
        });
        const background = await window.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const lightness = await window.evaluate((color) => {
          const canvas = document.createElement('canvas').getContext('2d');
          if (canvas === null) return NaN;
          canvas.fillStyle = color;
          canvas.fillRect(0, 0, 1, 1);
          const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
          return (red + green + blue) / 3;
        }, background);
        if (colorScheme === 'dark') expect(lightness).toBeLessThan(90);
        else expect(lightness).toBeGreaterThan(200);
      });
    });
  }
}

test.describe('in a narrow window', () => {
  test.use({ viewport: { width: 800, height: 600 } });

  test('nothing scrolls sideways on any screen', async ({ window, texts }) => {
    await walkThrough(window, texts, () => expectNoSidewaysScroll(window));
  });
});
