import type { Product } from '../../app/platforms/platform.ts';
import type { Locator, Page } from 'playwright/test';
import { expect } from 'playwright/test';
import type { Level } from '../../app/cleanup/levels.ts';
import type { RemovalMode } from '../../app/cleanup/outcomes.ts';
import type { Headline } from '../../app/cleanup/verdict.ts';
import type { Dictionary } from '../../app/locale/dictionaries.ts';
import { RestoreScreen } from './restore-screen.ts';

/** Clicks the visible label, because the input itself is not drawn. */
async function press(input: Locator): Promise<void> {
  await input.locator('xpath=ancestor::label[1]').click({ position: { x: 12, y: 12 } });
}

/** Page object of the wizard 「离开这台电脑」. */
export class LeavingWizard {
  readonly heading: Locator;
  readonly liveCheck: Locator;
  private readonly page: Page;
  private readonly texts: Dictionary;

  constructor(page: Page, texts: Dictionary) {
    this.page = page;
    this.texts = texts;
    this.heading = page.getByRole('heading', { level: 1 });
    this.liveCheck = page.getByRole('region', { name: texts.wizard.signOut.live });
  }

  private button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async goOn(): Promise<void> {
    await this.button(this.texts.wizard.next).click();
  }

  async goBack(): Promise<void> {
    await this.button(this.texts.wizard.back).click();
  }

  /** the button that says the messenger on the screen is signed out, or that goes on where nothing is left to do */
  private get answer(): Locator {
    const { next, signOut } = this.texts.wizard;
    return this.page.getByRole('button', { name: new RegExp(`^(${signOut.done}|${next})$`) });
  }

  /** the screen of a messenger in the step of signing out */
  async atMessenger(product: Product): Promise<void> {
    const name = this.texts.common.products[product];
    await expect(this.heading).toHaveText(this.texts.wizard.signOut.title({ product: name }));
  }

  /** leaves the messenger on the screen for the next one, or for the next step */
  private async leaveMessenger(button: Locator): Promise<void> {
    const title = await this.heading.innerText();
    await button.click();
    await expect(this.heading).not.toHaveText(title);
  }

  async sayIsSignedOut(): Promise<void> {
    await this.leaveMessenger(this.answer);
  }

  async signOutLater(): Promise<void> {
    await this.leaveMessenger(this.button(this.texts.wizard.signOut.later));
  }

  /** says of every messenger from this one on that it is signed out, up to the question how thoroughly */
  async passSignOut(): Promise<void> {
    while ((await this.heading.innerText()) !== this.texts.wizard.level.title) await this.sayIsSignedOut();
  }

  /** the instruction with this title, of the messenger on the screen */
  instruction(title: string): Locator {
    return this.page.getByRole('heading', { level: 2, name: title, exact: true });
  }

  async nextInstruction(title: string): Promise<void> {
    await this.button(this.texts.wizard.signOut.following({ title })).click();
    await expect(this.instruction(title)).toBeFocused();
  }

  /** selects every account that can be cleaned */
  async chooseEveryone(): Promise<void> {
    await this.button(this.texts.wizard.accounts.all).click();
  }

  async chooseAccount(name: string): Promise<void> {
    const tick = this.page.getByRole('checkbox', { name });
    await press(tick);
    await expect(tick).toBeChecked();
  }

  async chooseLevel(level: Level): Promise<void> {
    const radio = this.page.getByRole('radio', { name: this.texts.common.levels[level] });
    await press(radio);
    await expect(radio).toBeChecked();
  }

  /** waits for the preview's accounts */
  async preview(): Promise<void> {
    await expect(this.heading).toHaveText(this.texts.wizard.preview.title);
    await this.page.getByRole('searchbox').waitFor();
  }

  /** the card of an account in the preview, or of what belongs to no single one */
  card(account: string): Locator {
    return this.page.getByRole('region', { name: account, exact: true });
  }

  /** the tick in the preview with this name: account, then kind, then month or chat; or the path of a file */
  part(name: string | RegExp): Locator {
    const { include } = this.texts.wizard.preview;
    return typeof name === 'string'
      ? this.page.getByRole('checkbox', { name: include({ what: name }), exact: true })
      : this.page.getByRole('checkbox', { name });
  }

  async openPart(name: string): Promise<void> {
    const open = this.texts.wizard.preview.open({ what: name });
    await this.page.getByRole('button', { name: open, exact: true }).click();
  }

  /** opens the caches of the first account, and the first month or name in them */
  async openCaches(): Promise<void> {
    const opener = (words: string): Locator =>
      this.page.getByRole('button', { name: new RegExp(words), expanded: false }).first();
    const { open } = this.texts.wizard.preview;
    await opener(`^${open({ what: '.*' })}${this.texts.common.kinds.cache}$`).click();
    await opener(`${this.texts.common.kinds.cache} `).click();
    await this.page.getByRole('list', { name: new RegExp(this.texts.common.kinds.cache) }).waitFor();
  }

  /** searches the preview, and waits for what it finds */
  async search(text: string): Promise<Locator> {
    const { filters, include } = this.texts.wizard.preview;
    await this.page.getByRole('searchbox', { name: filters.search }).fill(text);
    const everything = this.page.getByRole('checkbox', { name: include({ what: filters.everything }) });
    await everything.waitFor();
    return everything;
  }

  async lookByChat(name: string): Promise<void> {
    const { byLabel, by } = this.texts.wizard.preview;
    const views = this.page.getByRole('radiogroup', { name: byLabel({ what: name }), exact: true });
    await press(views.getByRole('radio', { name: by.chat }));
  }

  async takeIn(tick: Locator): Promise<void> {
    await press(tick);
    await expect(tick).toBeChecked();
  }

  async leaveOut(tick: Locator): Promise<void> {
    await press(tick);
    await expect(tick).not.toBeChecked();
  }

  /** chooses a removal mode other than the default */
  async chooseWay(mode: RemovalMode): Promise<void> {
    await this.button(this.texts.wizard.run.way.change).click();
    const radio = this.page.getByRole('radio', { name: this.texts.wizard.run.way.names[mode] });
    await press(radio);
    await expect(radio).toBeChecked();
  }

  /** the line about what happens to the files */
  get wayLine(): Locator {
    return this.page.getByRole('region', { name: this.texts.wizard.run.way.title }).getByRole('status');
  }

  /** holds the button until it acts */
  async holdToRun(): Promise<void> {
    const button = this.holdButton;
    await button.hover();
    await this.page.mouse.down();
    await expect(this.heading).not.toHaveText(this.runTitles());
    await this.page.mouse.up();
  }

  /** waits for the sheet that asks everything at once */
  async sheet(): Promise<void> {
    await expect(this.heading).toHaveText(this.sheetTitle);
  }

  /** holds the button of the sheet until it acts */
  async holdOnSheet(): Promise<void> {
    await this.holdButton.hover();
    await this.page.mouse.down();
    await expect(this.heading).not.toHaveText(this.sheetTitle);
    await this.page.mouse.up();
  }

  /** from the sheet to the preview of the same plan, and so to every question */
  async lookCloser(): Promise<void> {
    await this.button(this.texts.wizard.sheet.look).click();
    await this.preview();
  }

  private get sheetTitle(): RegExp {
    const titles = Object.values(this.texts.wizard.sheet.title).map((title) => title({ size: '.*' }));
    return new RegExp(`^(${titles.join('|')})$`);
  }

  /** back to a step that was shown before, by the rail */
  async goToStep(step: keyof Dictionary['wizard']['steps']): Promise<void> {
    const rail = this.page.getByRole('navigation', { name: this.texts.wizard.rail });
    await rail.getByRole('button', { name: this.texts.wizard.steps[step] }).click();
  }

  /** after a stop: holds the button that goes on with the rest, until the run starts */
  async holdToResume(): Promise<void> {
    const { resume, stopped } = this.texts.records.interrupted;
    const words = Object.values(resume);
    await this.page.getByRole('button', { name: new RegExp(`^(${words.join('|')})$`) }).hover();
    await this.page.mouse.down();
    await expect(this.page.getByText(stopped.title)).toHaveCount(0);
    await this.page.mouse.up();
  }

  private runTitles(): RegExp {
    return new RegExp(`^(${Object.values(this.texts.wizard.run.title).join('|')})$`);
  }

  get holdButton(): Locator {
    const words = Object.values(this.texts.wizard.run.hold);
    return this.page.getByRole('button', { name: new RegExp(`^(${words.join('|')})$`) });
  }

  /** the alternative for users who cannot hold a button */
  async confirmWithoutHolding(mode: RemovalMode): Promise<void> {
    await this.button(this.texts.wizard.run.cannotHold).click();
    await press(this.page.getByRole('checkbox', { name: this.texts.wizard.run.understand[mode] }));
    await this.button(this.texts.wizard.run.start[mode]).click();
  }

  async stop(): Promise<void> {
    await this.button(this.texts.frame.strip.stop).click();
  }

  /** the result step with this outcome; `headline` is the verdict, where the test knows it */
  async result(outcome: keyof Dictionary['records']['outcome'], headline?: Headline): Promise<void> {
    const region = this.page.getByRole('region').filter({ has: this.heading });
    // the second look walks everything again, which takes a while on a busy computer
    await expect(region.getByText(this.texts.records.outcome[outcome], { exact: true })).toBeVisible({
      timeout: 120_000,
    });
    if (headline !== undefined)
      await expect(this.heading).toHaveText(this.texts.common.verdict.headlines[headline]);
  }

  /** opens what is left, what was removed and the receipt, below the verdict */
  async openDetails(): Promise<void> {
    const button = this.button(this.texts.wizard.result.details);
    if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
  }

  /** from the receipt to the restore screen */
  async toRestore(): Promise<RestoreScreen> {
    await this.openDetails();
    await this.page.getByRole('link', { name: this.texts.records.batch }).click();
    return new RestoreScreen(this.page, this.texts);
  }

  /** ends the session and deletes its record */
  async endSession(): Promise<void> {
    await this.button(this.texts.wizard.session.end.go).click();
    await expect(this.page.getByText(this.texts.wizard.session.end.done)).toBeVisible();
  }

  /** empties the clipboard, and waits until the window says so */
  async emptyClipboard(): Promise<void> {
    const { clear, cleared } = this.texts.wizard.result.clipboard;
    await this.button(clear).click();
    await expect(this.page.getByText(cleared)).toBeVisible();
  }

  async finish(): Promise<void> {
    await this.button(this.texts.wizard.result.finish).click();
  }
}
