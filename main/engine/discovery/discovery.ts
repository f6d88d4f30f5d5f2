import { createHash } from 'node:crypto';
import type { AccountLine, PathPattern, Platform } from '../../../app/platforms/platform.ts';
import type {
  DiscoveryNote,
  FoundBy,
  NamedFault,
  AccountView,
  DiscoveryView,
  RootView,
} from '../../../app/contract/accounts.ts';
import type { Identity } from '../../system/ports.ts';

/** A folder validated as a messenger's own. Every scan and removal stays inside one. */
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
  /** product line in a shared root; absent when the platform has one line or it is unknown */
  readonly productLine?: AccountLine;
}

/** Product and version line of an account. */
export function lineOf(platform: Platform, account: Account): Pick<AccountLine, 'product' | 'line'> {
  const { product, line } = account.productLine ?? platform;
  return { product, line };
}

/** A place that could not be read and may hold a messenger's data. Never taken for empty. */
export interface UnreadPlace {
  readonly platform: Platform;
  readonly kind: Root['kind'];
  readonly path: string;
  readonly code: string;
}

/**
 * A place where the catalogue puts a data folder, whether or not one is there now. An emptied root has no shape left;
 * its place still tells that it is a messenger's.
 */
export interface DataPlace {
  /** real path of a folder that exists: a known folder, or one that a messenger's own pointer names */
  readonly base: string;
  /** the known folder is itself a link, so only a data folder that exists there counts */
  readonly isLinked: boolean;
  /** the data folder below the base */
  readonly path: PathPattern;
  readonly caseless: boolean;
  /** whose folder it would be */
  readonly of?: Pick<UnreadPlace, 'platform' | 'kind'>;
}

/** The assistant's own folder or a folder directly in it. Never scanned or planned. */
export interface OwnPlace {
  readonly path: string;
  readonly realPath: string;
  /** null = does not exist yet */
  readonly identity: Identity | null;
}

/** A folder that the person named and in which no messenger was recognised. Only ever measured: it is no root. */
export interface MeasuredFolder {
  readonly id: string;
  readonly path: string;
  readonly realPath: string;
  readonly identity: Identity;
}

/** A folder that the person named and that is not used. */
export interface RefusedFolder {
  readonly path: string;
  readonly by: 'option' | 'setting';
  readonly why: NamedFault;
  /** the data folder that it contains or lies in */
  readonly root: string | null;
}

/** The result of discovery, with notes on what was skipped. The window gets its view, `toDiscoveryView`. */
export interface Discovery {
  readonly at: number;
  readonly roots: readonly Root[];
  readonly notes: readonly DiscoveryNote[];
  readonly lookedIn: readonly string[];
  /** unreadable places that are not roots */
  readonly unread?: readonly UnreadPlace[];
  readonly dataPlaces?: readonly DataPlace[];
  readonly own: readonly OwnPlace[];
  readonly measuredOnly?: readonly MeasuredFolder[];
  readonly refused?: readonly RefusedFolder[];
}

/** A short id that is stable across runs and does not reveal its parts. */
export function stableId(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 12);
}

function rootView(root: Root): RootView {
  const { platform } = root;
  return {
    id: root.id,
    platform: platform.id,
    product: platform.product,
    line: platform.line,
    packaging: platform.packaging ?? 'native',
    kind: root.kind,
    path: root.path,
    realPath: root.realPath,
    layout: root.layout,
    support: platform.support,
    access: root.access,
    foundBy: root.foundBy,
  };
}

function accountViews(root: Root): readonly AccountView[] {
  const { platform } = root;
  return root.accounts.map((account) => ({
    id: account.id,
    rootId: account.rootId,
    folder: account.folder,
    key: account.key,
    displayName: account.displayName,
    access: account.access,
    platform: platform.id,
    ...lineOf(platform, account),
    packaging: platform.packaging ?? 'native',
  }));
}

/** The discovery as the window and the CLI get it: plain values without identities or maps. */
export function toDiscoveryView(discovery: Discovery): DiscoveryView {
  return {
    at: discovery.at,
    roots: discovery.roots.map(rootView),
    accounts: discovery.roots.flatMap(accountViews),
    measuredOnly: (discovery.measuredOnly ?? []).map(({ id, path, realPath }) => ({ id, path, realPath })),
    notes: discovery.notes,
    lookedIn: discovery.lookedIn,
  };
}
