import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { KeyProtocol } from '../../../app/contract/wire.ts';

/** Why a request is turned away; the number is its HTTP status. */
export type Verdict = 'pass' | 'wrong-host' | 'wrong-origin' | 'no-session' | 'no-key' | 'code-used';

export interface Entry {
  readonly cookie: string;
  /** base64url; goes into the page's address behind `#`, which no request carries */
  readonly key: string;
}

/** What the host knows about the one window that it has let in. */
export interface Gate {
  /** for a page or an asset: exact Host, Origin exact where sent, the session's cookie */
  judgePage(headers: IncomingHttpHeaders): Verdict;
  /** for the socket: as a page, but with an Origin and the key that only the page holds */
  judgeSocket(headers: IncomingHttpHeaders): Verdict;
  /** spends the code and returns the cookie line and the page's key, or the reason for refusing */
  enter(headers: IncomingHttpHeaders, code: string | null): Entry | Verdict;
  /** the code that the launch file carries; good for one entry */
  readonly code: string;
}

const foreignSites = new Set(['cross-site', 'same-site']);

function same(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

function cookieNamed(name: string, header: string | undefined): string | null {
  const values = (header ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`));
  return values.length === 1 ? (values[0]?.slice(name.length + 1) ?? null) : null;
}

function hasKey(key: string, protocols: string | undefined): boolean {
  const wanted: KeyProtocol = `key.${key}`;
  return (protocols ?? '').split(',').some((one) => same(one.trim(), wanted));
}

/**
 * The lock of the browser host. Host and Origin are compared exactly, so a page on another site, a rebound name or
 * another port on this computer gets nothing. The cookie is bound to one entry with a code that works once. Browsers
 * send a cookie to every port of 127.0.0.1, also to another user's program, so the socket needs a key as well.
 */
export function createGate(port: number): Gate {
  const host = `127.0.0.1:${port}`;
  const origin = `http://${host}`;
  const cookieName = `signoff-${port}`;
  const code = randomBytes(32).toString('base64url');
  const session = randomBytes(32).toString('base64url');
  const key = randomBytes(32).toString('base64url');
  let codeSpent = false;

  const judge = (headers: IncomingHttpHeaders, needs: 'origin' | 'origin-if-sent'): Verdict => {
    if (headers.host !== host) return 'wrong-host';
    if (headers.origin !== undefined ? headers.origin !== origin : needs === 'origin') return 'wrong-origin';
    if (foreignSites.has(String(headers['sec-fetch-site']))) return 'wrong-origin';
    const cookie = cookieNamed(cookieName, headers.cookie);
    return codeSpent && cookie !== null && same(cookie, session) ? 'pass' : 'no-session';
  };

  return {
    code,
    judgePage: (headers) => judge(headers, 'origin-if-sent'),
    judgeSocket(headers) {
      const verdict = judge(headers, 'origin');
      if (verdict !== 'pass') return verdict;
      return hasKey(key, headers['sec-websocket-protocol']) ? 'pass' : 'no-key';
    },
    enter(headers, given) {
      if (headers.host !== host) return 'wrong-host';
      // a page opened from a file says nothing or "null"; a page of another site says its name
      if (headers.origin !== undefined && headers.origin !== 'null') return 'wrong-origin';
      if (codeSpent || given === null || !same(given, code)) return 'code-used';
      codeSpent = true;
      return { cookie: `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`, key };
    },
  };
}
