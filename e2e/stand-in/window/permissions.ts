import type { PermissionCheckHandlerHandlerDetails, Session, WebContents } from 'electron';
import { records } from '../records.ts';
import type { CdpSession } from './cdp.ts';

type RequestHandler = Parameters<Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0];

/** Electron's names (docs/api/session.md) and what the DevTools protocol calls them. */
const names = {
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
  geolocation: ['geolocation'],
  'idle-detection': ['idle-detection'],
  media: ['camera', 'microphone'],
  midi: ['midi'],
  notifications: ['notifications'],
  'window-management': ['window-management'],
} as const;

type Name = keyof typeof names;

/**
 * The permissions of one session. Electron grants everything unless handlers refuse, so a session without them gets
 * everything here too; Chromium then holds the page to the answers.
 */
export class Permissions {
  request: RequestHandler = null;
  check: CheckHandler = null;

  async #ask(name: Name, contents: WebContents, url: string): Promise<boolean> {
    const details: PermissionCheckHandlerHandlerDetails = { isMainFrame: true, requestingUrl: url };
    if (this.check !== null && !this.check(contents, name, new URL(url).origin, details)) return false;
    const { request } = this;
    if (request === null) return true;
    return new Promise((resolve) =>
      request(contents, name, resolve, { isMainFrame: true, requestingUrl: url }),
    );
  }

  /** Asks the handlers for every name and tells Chromium the answers. */
  async apply(browser: CdpSession, contents: WebContents, url: string): Promise<void> {
    for (const name of Object.keys(names) as Name[]) {
      const granted = await this.#ask(name, contents, url);
      records.permissions.set(name, granted);
      for (const permission of names[name])
        browser.tell('Browser.setPermission', {
          permission: { name: permission },
          setting: granted ? 'granted' : 'denied',
        });
    }
  }
}
