import { EventEmitter } from 'node:events';
import type { App, Session, WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import {
  isOwn,
  lockContents,
  lockEveryPage,
  lockEverySession,
  lockSession,
  lockedPreferences,
  ownScheme,
} from './lockdown.ts';

type PermissionRequest = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type PermissionCheck = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
type DeviceCheck = NonNullable<Parameters<Session['setDevicePermissionHandler']>[0]>;
type BeforeRequest = (details: { url: string }, decide: (answer: { cancel?: boolean }) => void) => void;

/** A session that records its handlers, under Electron's names. */
class FakeSession extends EventEmitter {
  request: PermissionRequest | null = null;
  check: PermissionCheck | null = null;
  device: DeviceCheck | null = null;
  before: BeforeRequest | null = null;
  spelling = true;
  readonly webRequest = { onBeforeRequest: (handler: BeforeRequest) => (this.before = handler) };
  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.check = handler;
  }
  setDevicePermissionHandler(handler: DeviceCheck): void {
    this.device = handler;
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spelling = enabled;
  }
  proxy: unknown = null;
  setProxy(config: unknown): Promise<void> {
    this.proxy = config;
    return Promise.resolve();
  }
}

class FakeContents extends EventEmitter {
  open: Parameters<WebContents['setWindowOpenHandler']>[0] | null = null;
  webRtc = 'default';
  setWindowOpenHandler(handler: Parameters<WebContents['setWindowOpenHandler']>[0]): void {
    this.open = handler;
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.webRtc = policy;
  }
}

function locked(): FakeSession {
  const session = new FakeSession();
  lockSession(session as unknown as Session);
  return session;
}

const foreign = [
  'https://example.com/',
  'http://127.0.0.1:8080/',
  'ws://127.0.0.1/',
  'file:///etc/passwd',
  'app://signoff.evil/',
  'app://signoff:80@evil/',
  'app://user@signoff/',
  'app://other/',
  'data:text/html,hello',
  'javascript:alert(1)',
  'devtools://devtools/bundled/x.html',
  'signoff',
  '',
];

describe('isOwn', () => {
  it.each(['app://signoff/', 'app://signoff/assets/app.js?x#y'])('accepts %s', (url) => {
    expect(isOwn(url)).toBe(true);
  });
  it.each(foreign)('refuses %j', (url) => {
    expect(isOwn(url)).toBe(false);
  });
});

describe('a locked session', () => {
  it('cancels every request except our own', () => {
    const session = locked();
    const cancelled = (url: string): boolean | undefined => {
      const decide = vi.fn<(answer: { cancel?: boolean }) => void>();
      session.before?.({ url }, decide);
      return decide.mock.calls[0]?.[0].cancel;
    };
    for (const url of foreign) expect(cancelled(url)).toBe(true);
    expect(cancelled('app://signoff/index.html')).toBe(false);
  });

  it('denies every permission, asked or checked, and every device', () => {
    const session = locked();
    const contents = new FakeContents() as unknown as WebContents;
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
    ] as const) {
      const decide = vi.fn<(granted: boolean) => void>();
      session.request?.(contents, permission, decide, { requestingUrl: 'app://signoff/', isMainFrame: true });
      expect(decide.mock.calls).toEqual([[false]]);
      expect(
        session.check?.(contents, permission, 'app://signoff', { isMainFrame: true, requestingUrl: '' }),
      ).toBe(false);
    }
    expect(session.device?.({ deviceType: 'hid', origin: 'app://signoff', device: {} as never })).toBe(false);
    expect(session.spelling).toBe(false);
  });

  it('looks for no proxy', () => {
    expect(locked().proxy).toEqual({ mode: 'direct' });
  });

  it.each([
    ['https://example.com/a.exe', true],
    ['blob:https://example.com/0b1c', true],
    ['data:text/plain,a', true],
    ['blob:app://other/0b1c', true],
    ['blob:app://signoff/0b1c', false],
  ])('of downloads stops all but what the page made itself: %s', (address, isStopped) => {
    const event = { preventDefault: vi.fn() };
    locked().emit('will-download', event, { getURL: () => address });
    expect(event.preventDefault).toHaveBeenCalledTimes(isStopped ? 1 : 0);
  });

  it('is every session that the program creates', () => {
    const app = new EventEmitter();
    lockEverySession(app as unknown as App);
    const session = new FakeSession();
    app.emit('session-created', session);
    expect(session.before).not.toBeNull();
  });
});

describe('a locked page', () => {
  function page(): FakeContents {
    const app = new EventEmitter();
    lockEveryPage(app as unknown as App);
    const contents = new FakeContents();
    app.emit('web-contents-created', {}, contents);
    return contents;
  }

  it('sends nothing by WebRTC', () => {
    expect(page().webRtc).toBe('disable_non_proxied_udp');
  });

  it('opens no window', () => {
    expect(page().open?.({ url: 'app://signoff/' } as never)).toEqual({ action: 'deny' });
  });

  it.each(['will-navigate', 'will-frame-navigate'])('stays when %s leads elsewhere', (name) => {
    const contents = page();
    for (const url of foreign) {
      const event = { url, preventDefault: vi.fn() };
      contents.emit(name, event);
      expect(event.preventDefault).toHaveBeenCalled();
    }
    const home = { url: 'app://signoff/', preventDefault: vi.fn() };
    contents.emit(name, home);
    expect(home.preventDefault).not.toHaveBeenCalled();
  });

  it.each(['will-redirect', 'will-attach-webview'])('stops %s', (name) => {
    const event = { url: 'app://signoff/', preventDefault: vi.fn() };
    page().emit(name, event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
  });

  it('can be locked on its own as well', () => {
    const contents = new FakeContents();
    lockContents(contents as unknown as WebContents);
    expect(contents.open).not.toBeNull();
  });
});

it('creates windows without Node, sandboxed and isolated', () => {
  expect(lockedPreferences('/p/preload.cjs', false)).toMatchObject({
    preload: '/p/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    webviewTag: false,
    devTools: false,
  });
  expect(ownScheme.privileges).toMatchObject({ standard: true, secure: true, bypassCSP: false });
});
