import type { Locator, Page } from 'playwright/test';
import { expect } from 'playwright/test';
import type { Dictionary } from '../../app/locale/dictionaries.ts';
import { LeavingWizard } from './leaving-wizard.ts';

/** Page object of the home screen. */
export class HomePage {
  readonly sentence: Locator;
  private readonly page: Page;
  private readonly texts: Dictionary;

  constructor(page: Page, texts: Dictionary) {
    this.page = page;
    this.texts = texts;
    this.sentence = page.getByRole('heading', { level: 1 });
  }

  /** one account's card, by its visible name */
  account(name: string): Locator {
    return this.page.getByRole('listitem', { name });
  }

  /** answers the question of the first start */
  async answer(computer: keyof Dictionary['home']['firstStart']['answers']): Promise<void> {
    const { answers } = this.texts.home.firstStart;
    await this.page.getByRole('button', { name: answers[computer].name }).click();
  }

  /** waits until sizes are known */
  async measured(): Promise<void> {
    await this.page.getByRole('button', { name: this.texts.home.lookAgain }).waitFor();
  }

  async leave(): Promise<LeavingWizard> {
    await this.page.getByRole('button', { name: this.texts.home.leave }).click();
    return new LeavingWizard(this.page, this.texts);
  }

  async cleanDeeply(): Promise<LeavingWizard> {
    await this.page.getByRole('button', { name: this.texts.home.deep }).click();
    return new LeavingWizard(this.page, this.texts);
  }

  async cleanCaches(): Promise<LeavingWizard> {
    await this.page.getByRole('button', { name: new RegExp(`^${this.texts.home.cacheUnknown}`) }).click();
    return new LeavingWizard(this.page, this.texts);
  }

  /** starts guest mode: everything here now is the owner's */
  async sitDown(): Promise<void> {
    await this.page.getByRole('button', { name: this.texts.home.session.sitDown, exact: true }).click();
    await expect(this.going).toBeVisible({ timeout: 30_000 });
  }

  /** the button that ends guest mode */
  get going(): Locator {
    return this.page.getByRole('button', { name: this.texts.home.session.go, exact: true });
  }

  async goAway(): Promise<LeavingWizard> {
    await this.going.click();
    return new LeavingWizard(this.page, this.texts);
  }

  async goTo(place: keyof Omit<Dictionary['frame']['nav'], 'label'>): Promise<void> {
    const nav = this.page.getByRole('navigation', { name: this.texts.frame.nav.label });
    await nav.getByRole('link', { name: this.texts.frame.nav[place] }).click();
  }
}
