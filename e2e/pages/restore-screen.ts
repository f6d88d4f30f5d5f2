import type { Locator, Page } from 'playwright/test';
import { expect } from 'playwright/test';
import type { ConflictRule } from '../../app/contract/quarantine.ts';
import type { Dictionary } from '../../app/locale/dictionaries.ts';

/** Page object of the screen 「恢复」. */
export class RestoreScreen {
  private readonly page: Page;
  private readonly texts: Dictionary;

  constructor(page: Page, texts: Dictionary) {
    this.page = page;
    this.texts = texts;
  }

  /** one card for each batch */
  get batches(): Locator {
    return this.page.getByRole('listitem').filter({ hasText: this.texts.restore.purge });
  }

  get empty(): Locator {
    return this.page.getByText(this.texts.restore.empty, { exact: true });
  }

  /** restores the newest batch and waits for the outcome */
  async restoreNewest(conflict: ConflictRule | null = null): Promise<void> {
    await this.batches.first().getByText(this.texts.restore.open, { exact: true }).click();
    const skip = this.page.getByRole('radio', { name: this.texts.restore.conflict.names.skip });
    await expect(skip).toBeChecked();
    if (conflict !== null) {
      const radio = this.page.getByRole('radio', { name: this.texts.restore.conflict.names[conflict] });
      await radio.locator('xpath=ancestor::label[1]').click({ position: { x: 12, y: 12 } });
      await expect(radio).toBeChecked();
    }
    await this.page.getByRole('button', { name: this.texts.restore.start, exact: true }).click();
    await this.done();
  }

  /** opens the files of the newest batch */
  async openFiles(): Promise<Locator> {
    await this.batches.first().getByText(this.texts.restore.files.open, { exact: true }).click();
    const list = this.page.getByRole('list', { name: this.texts.restore.files.list });
    await expect(list).toBeVisible();
    return list;
  }

  async find(text: string): Promise<void> {
    await this.page.getByRole('searchbox', { name: this.texts.restore.files.search }).fill(text);
  }

  tick(path: string): Locator {
    return this.page.getByRole('checkbox', { name: this.texts.restore.files.tick({ what: path }) });
  }

  /** restores what is ticked and waits for the outcome */
  async restoreChosen(): Promise<void> {
    await this.page.getByRole('button', { name: this.texts.restore.files.restore }).click();
    await this.page.getByRole('button', { name: this.texts.restore.start, exact: true }).click();
    await this.done();
  }

  /** purges the newest batch, holding the button until it acts */
  async purgeNewest(): Promise<void> {
    await this.batches.first().getByText(this.texts.restore.purge, { exact: true }).click();
    const hold = this.page.getByRole('button', { name: this.texts.restore.words.hold, exact: true });
    await hold.hover();
    await this.page.mouse.down();
    await this.done();
    await this.page.mouse.up();
  }

  private async done(): Promise<void> {
    const close = this.page.getByRole('button', { name: this.texts.restore.result.close, exact: true });
    await expect(close).toBeVisible({ timeout: 120_000 });
  }
}
