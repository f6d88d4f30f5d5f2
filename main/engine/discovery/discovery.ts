import type { AccountLine, Platform } from '../../../app/platforms/platform.ts';
import type { DiscoveryNote, FoundBy } from '../../../app/contract/accounts.ts';
import type { Identity } from '../../system/ports.ts';

/** A folder that was validated as a messenger's own. Every scan and every removal is bounded by one of these. */
export interface Root {
  readonly id: string;
  readonly platform: Platform;
  readonly kind: 'data' | 'state';
  readonly path: string;
  readonly realPath: string;
  readonly identity: Identity;
  readonly layout: 'recognised' | 'unknown';
  readonly access: 'ok' | 'no-permission';
  readonly foundBy: readonly FoundBy[];
  /** accounts whose folders lie in this root; none in a state root */
  readonly accounts: readonly Account[];
  /** `<account>` keys that may appear in this root's paths → account id */
  readonly accountIdByKey: ReadonlyMap<string, string>;
}

export interface Account {
  readonly id: string;
  readonly rootId: string;
  /** one path component below the root's real path, exactly as on the disk */
  readonly folder: string;
  readonly key: string;
  readonly displayName: string | null;
  readonly access: 'ok' | 'no-permission';
  /** which of several lines in one root it is of; absent where the platform has only one or nothing tells it */
  readonly of?: AccountLine;
}

/** The messenger and version line that a person knows an account by. */
export function lineOf(platform: Platform, account: Account): Pick<AccountLine, 'product' | 'line'> {
  const { product, line } = account.of ?? platform;
  return { product, line };
}

/** A place where a messenger's data may lie and that could not be looked at. Never taken for "nothing there". */
export interface Unlooked {
  readonly platform: Platform;
  readonly kind: Root['kind'];
  readonly path: string;
  readonly code: string;
}

/** The assistant's own folder or one directly in it: never scanned, never planned. */
export interface OwnPlace {
  readonly path: string;
  readonly realPath: string;
  /** null = not made yet */
  readonly identity: Identity | null;
}

/** What discovery found, with everything it met and passed over. Services work on this; windows see its view. */
export interface Discovery {
  readonly at: number;
  readonly roots: readonly Root[];
  readonly notes: readonly DiscoveryNote[];
  readonly lookedIn: readonly string[];
  /** places that could not be looked at and are no root */
  readonly unlooked?: readonly Unlooked[];
  readonly own: readonly OwnPlace[];
}
