import type { Locator, Page } from 'playwright/test';
import { expect } from 'playwright/test';
import type { Dictionary } from '../../app/locale/dictionaries.ts';

/** Page object of the screen 「动态」. */
export class TimelineScreen {
  /** the newest received files */
  readonly received: Locator;
  /** the events, by minute */
  readonly events: Locator;
  private readonly page: Page;
  private readonly texts: Dictionary;

  constructor(page: Page, texts: Dictionary) {
    this.page = page;
    this.texts = texts;
    this.received = page.getByRole('region', { name: texts.timeline.received.region });
    this.events = page.getByRole('region', { name: texts.timeline.events.title });
  }

  /** waits until live updates work in all folders */
  async live(): Promise<void> {
    await expect(this.page.getByText(this.texts.timeline.states.live, { exact: true })).toBeVisible();
    await expect(this.page.getByText(this.texts.timeline.surveying)).toHaveCount(0);
  }

  /** the sums of one account */
  account(name: string): Locator {
    return this.page.getByRole('table', { name });
  }

  async showNames(): Promise<void> {
    const tick = this.page.getByRole('checkbox', { name: this.texts.timeline.received.show });
    await tick.locator('xpath=ancestor::label[1]').click({ position: { x: 12, y: 12 } });
    await expect(tick).toBeChecked();
  }
}
