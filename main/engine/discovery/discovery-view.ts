import type { AccountView, DiscoveryView, RootView } from '../../../app/contract/accounts.ts';
import { lineOf } from './discovery.ts';
import type { Discovery, Root } from './discovery.ts';

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
    notes: discovery.notes,
    lookedIn: discovery.lookedIn,
  };
}
