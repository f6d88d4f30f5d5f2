import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { KeyProtocol } from '../../../app/contract/wire.ts';

/** Why a request is refused. */
export type Verdict = 'pass' | 'wrong-host' | 'wrong-origin' | 'no-session' | 'no-key' | 'code-used';

export interface Entry {
  readonly cookie: string;
  /** where the window opens, such as `#/leave`; null: at its first screen */
  readonly place: string | null;
  /** base64url; goes into the page's address behind `#`, which no request carries */
  readonly key: string;
}

/** Access control for the one window. Each launch has a code of its own; the last one that was used counts. */
export interface Gate {
  /** for a page or asset: exact Host, exact Origin if sent, the session's cookie */
  judgePage(headers: IncomingHttpHeaders): Verdict;
  /** for the socket: as a page, but with an Origin and the key that only the page holds */
  judgeSocket(headers: IncomingHttpHeaders): Verdict;
  /** spends the code and returns the cookie line and the page's key, or the reason for refusing */
  enter(headers: IncomingHttpHeaders, code: string | null): Entry | Verdict;
  /** a new single-use code for the launch file; one that was not used yet is void */
  invite(place: string | null): string;
}

const foreignSites = new Set(['cross-site', 'same-site']);

function same(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

const newSecret = (): string => randomBytes(32).toString('base64url');

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
 * The gate of the browser host. It compares Host and Origin exactly, so other sites, rebound names and other ports
 * are refused. Cookie and key belong to one entry with a single-use code; the next entry makes them void. Browsers send
 * a cookie to every port of 127.0.0.1, also to another user's program, so the socket needs a key as well.
 */
export function createGate(port: number): Gate {
  const host = `127.0.0.1:${port}`;
  const origin = `http://${host}`;
  const cookieName = `signoff-${port}`;
  let invitation: { readonly code: string; readonly place: string | null } | null = null;
  let session: { readonly cookie: string; readonly key: string } | null = null;

  const judge = (headers: IncomingHttpHeaders, needs: 'origin' | 'origin-if-sent'): Verdict => {
    if (headers.host !== host) return 'wrong-host';
    if (headers.origin !== undefined ? headers.origin !== origin : needs === 'origin') return 'wrong-origin';
    if (foreignSites.has(String(headers['sec-fetch-site']))) return 'wrong-origin';
    const cookie = cookieNamed(cookieName, headers.cookie);
    return session !== null && cookie !== null && same(cookie, session.cookie) ? 'pass' : 'no-session';
  };

  return {
    invite(place) {
      invitation = { code: newSecret(), place };
      return invitation.code;
    },
    judgePage: (headers) => judge(headers, 'origin-if-sent'),
    judgeSocket(headers) {
      const verdict = judge(headers, 'origin');
      if (verdict !== 'pass') return verdict;
      const isHeld = session !== null && hasKey(session.key, headers['sec-websocket-protocol']);
      return isHeld ? 'pass' : 'no-key';
    },
    enter(headers, given) {
      if (headers.host !== host) return 'wrong-host';
      // a page opened from a file sends no Origin or "null"; another site sends its own
      if (headers.origin !== undefined && headers.origin !== 'null') return 'wrong-origin';
      if (invitation === null || given === null || !same(given, invitation.code)) return 'code-used';
      const { place } = invitation;
      invitation = null;
      session = { cookie: newSecret(), key: newSecret() };
      const cookie = `${cookieName}=${session.cookie}; Path=/; HttpOnly; SameSite=Strict`;
      return { cookie, key: session.key, place };
    },
  };
}
