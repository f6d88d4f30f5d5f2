import type { FromPage, ToPage } from '../page/ipc-renderer.ts';
import type { RunningChromium } from './chromium.ts';
import type { CdpSession } from './cdp.ts';
import { Frames } from './frames.ts';
import { preloadWorld } from './page-scripts.ts';
import type { PageScripts } from './page-scripts.ts';

/** A request that waits for an answer. */
export interface Paused {
  readonly requestId: string;
  readonly request: { readonly url: string; readonly method: string };
  readonly frameId: string;
  readonly resourceType: string;
  readonly redirectedRequestId?: string;
}

export interface PageListener {
  paused(paused: Paused): void;
  message(message: FromPage, frameId: string): void;
  /** the page wanted a window; Chromium has refused it, see `noPopups` */
  popup(url: string): void;
  loaded(): void;
  painted(): void;
  crashed(): void;
  closed(): void;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A page of Chromium over the DevTools protocol: what a BrowserWindow shows. */
export class Page {
  readonly targetId: string;
  readonly frames: Frames;
  readonly session: CdpSession;
  readonly #browser: CdpSession;
  /** the preload's context in the main frame */
  #context: number | null = null;

  private constructor(targetId: string, session: CdpSession, frames: Frames, browser: CdpSession) {
    this.targetId = targetId;
    this.session = session;
    this.frames = frames;
    this.#browser = browser;
  }

  static async open(
    { connection }: RunningChromium,
    scripts: PageScripts,
    size: Size,
    listener: PageListener,
  ): Promise<Page> {
    const { browser } = connection;
    const { targetId } = await browser.send<{ targetId: string }>('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
    });
    const { sessionId } = await browser.send<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    });
    const session = connection.session(sessionId);
    await session.send('Page.enable');
    const page = new Page(targetId, session, await Frames.follow(session), browser);
    page.#followContexts(listener);
    page.#followPage(listener);
    page.#followTargets(listener);
    await Promise.all([
      session.send('Inspector.enable'),
      session.send('Log.enable'),
      session.send('Runtime.enable'),
      session.send('Runtime.addBinding', { name: 'standInTell', executionContextName: preloadWorld }),
      session.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.mainWorld }),
      session.send('Page.addScriptToEvaluateOnNewDocument', {
        source: scripts.preloadWorld,
        worldName: preloadWorld,
      }),
      session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      page.resize(size),
    ]);
    return page;
  }

  #followContexts(listener: PageListener): void {
    const frameOf = new Map<number, string>();
    this.session.on<{
      context: { id: number; name: string; auxData?: { frameId?: string } };
    }>('Runtime.executionContextCreated', ({ context: { id, name, auxData } }) => {
      if (name !== preloadWorld || auxData?.frameId === undefined) return;
      frameOf.set(id, auxData.frameId);
      if (auxData.frameId === this.frames.mainId) this.#context = id;
    });
    this.session.on<{ executionContextId: number }>('Runtime.executionContextDestroyed', (gone) => {
      if (this.#context === gone.executionContextId) this.#context = null;
    });
    this.session.on('Runtime.executionContextsCleared', () => {
      this.#context = null;
    });
    this.session.on<{ name: string; payload: string; executionContextId: number }>(
      'Runtime.bindingCalled',
      ({ name, payload, executionContextId }) => {
        if (name === 'standInTell')
          listener.message(JSON.parse(payload) as FromPage, frameOf.get(executionContextId) ?? '');
      },
    );
  }

  #followPage(listener: PageListener): void {
    const { session } = this;
    session.on('Fetch.requestPaused', (paused: Paused) => listener.paused(paused));
    type Stage = { readonly frameId: string; readonly loaderId: string; readonly name: string };
    session.on<Stage>('Page.lifecycleEvent', ({ frameId, loaderId, name }) => {
      if (frameId !== this.frames.mainId || this.frames.isFirstDocument(loaderId)) return;
      if (name === 'load') listener.loaded();
      if (name === 'firstContentfulPaint') listener.painted();
    });
    session.on('Inspector.targetCrashed', () => {
      this.#context = null;
      listener.crashed();
    });
    session.on<{ entry: { text: string } }>('Log.entryAdded', ({ entry }) => {
      const [, url] = /^Blocked opening '(.*)' in a new window/.exec(entry.text) ?? [];
      if (url !== undefined) listener.popup(url);
    });
  }

  #followTargets(listener: PageListener): void {
    this.#browser.on<{ targetId: string }>('Target.targetDestroyed', ({ targetId }) => {
      if (targetId === this.targetId) listener.closed();
    });
  }

  resize({ width, height }: Size): Promise<unknown> {
    const metrics = { width, height, deviceScaleFactor: 0, mobile: false };
    return this.session.send('Emulation.setDeviceMetricsOverride', metrics);
  }

  /** Chromium's error such as `net::ERR_FAILED`, or null; `stays` is true for a move within the document. */
  async navigate(url: string): Promise<{ error: string | null; stays: boolean }> {
    const { errorText, loaderId } = await this.session.send<{ errorText?: string; loaderId?: string }>(
      'Page.navigate',
      { url },
    );
    return { error: errorText ?? null, stays: loaderId === undefined };
  }

  /** Lost where the page has no preload yet or any more, as in Electron. */
  tell(message: ToPage): void {
    if (this.#context === null) return;
    const expression = `standInHear(${JSON.stringify(JSON.stringify(message))})`;
    this.session.tell('Runtime.evaluate', { expression, contextId: this.#context });
  }

  async evaluate(expression: string, userGesture: boolean): Promise<unknown> {
    const { result, exceptionDetails } = await this.session.send<{
      result: { value?: unknown };
      exceptionDetails?: { text: string; exception?: { description?: string } };
    }>('Runtime.evaluate', { expression, userGesture, awaitPromise: true, returnByValue: true });
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  close(): void {
    this.#browser.tell('Target.closeTarget', { targetId: this.targetId });
  }
}
