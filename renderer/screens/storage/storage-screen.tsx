import { useMemo, useState } from 'react';
import { kinds } from '../../../app/cleanup/kinds.ts';
import type { Kind } from '../../../app/cleanup/kinds.ts';
import { databaseFamily } from '../../../app/cleanup/protected.ts';
import type { DiscoveryView } from '../../../app/contract/accounts.ts';
import type { PlanChoice } from '../../../app/contract/plan-entries.ts';
import type { UsageFile, UsageView } from '../../../app/contract/usage.ts';
import { choose } from '../../../app/wizard/choices.ts';
import { useAccountName } from '../../stores/account-names.ts';
import { isCleanable } from '../../stores/accounts-store.ts';
import { valueOf } from '../../stores/loadable.ts';
import { hashOf } from '../../stores/route-store.ts';
import { leavingScope } from '../../stores/session-store.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useErrorText, useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { classes } from '../../components/class-names.ts';
import { KeepRefusal } from '../../components/keep-button.tsx';
import { Icon } from '../../components/icon.tsx';
import kindColours from '../../components/kind-colours.module.css';
import { ShowRefusal } from '../../components/show-button.tsx';
import { Progress } from '../../components/progress.tsx';
import { Page } from '../../layout/page.tsx';
import { mayOpen, useOpenPicked } from '../home/use-opening.ts';
import { useSession } from '../home/session-card.tsx';
import { KindList } from './kind-list.tsx';
import { LargestFiles } from './largest-files.tsx';
import { isFilePicked, nothingPicked, pickedOf } from './picks.ts';
import { StorageMap } from './storage-map.tsx';
import { allGroups, firstGroups, kindGroups, smallGroups, smallOnes } from './tree.ts';
import type { Group, Tile } from './tree.ts';
import styles from './storage.module.css';

/** 「存储」: what takes up how much, and from there to a preview. `detail`: the group to look into. */
export function StorageScreen({ detail }: { readonly detail: string }) {
  const { storage, frame } = useTexts();
  const { look } = useStores();
  const errorText = useErrorText();
  const usage = useFrom(
    (stores) => stores.usage.store,
    (state) => state.view,
  );
  const error = useFrom(
    (stores) => stores.usage.store,
    (state) => state.error,
  );
  const discovery = useFrom((stores) => stores.accounts.store, valueOf);
  if (usage !== null && discovery !== null)
    return <Measured key="measured" usage={usage} discovery={discovery} detail={detail} />;
  return (
    <Page title={storage.heading}>
      {error === null ? (
        <Progress label={storage.measuring} share={null} detail="" />
      ) : (
        <Callout
          tone="medium"
          icon="info"
          title={errorText(error)}
          action={<Button onPress={() => void look()}>{frame.retry}</Button>}
          live
        />
      )}
    </Page>
  );
}

interface Known {
  readonly usage: UsageView;
  readonly discovery: DiscoveryView;
}

/**
 * Whose files may be picked: accounts that can be cleaned, in a session only those that came since, and none while it is
 * unclear what is the owner's.
 */
function useFreeAccounts(discovery: DiscoveryView): ReadonlySet<string> {
  const session = useSession();
  const scope = useFrom((stores) => stores.session.store, leavingScope);
  return useMemo(() => {
    if (scope !== 'everything' && scope !== 'since-session') return new Set();
    const cleanable = discovery.accounts.filter((account) => isCleanable(account, discovery.roots));
    const own = cleanable.filter(({ id }) => session === null || session.arrived.includes(id));
    return new Set(own.map(({ id }) => id));
  }, [discovery, session, scope]);
}

/** Names of groups as the window shows them. */
function useGroupName(
  discovery: DiscoveryView,
): (group: Pick<Group, 'id' | 'accountId' | 'rootId' | 'kind'>) => string {
  const { storage, common, home } = useTexts();
  const accountName = useAccountName();
  return ({ id, accountId, rootId, kind }) => {
    if (kind !== null) return common.kinds[kind];
    if (id === smallOnes) return storage.small;
    const account = discovery.accounts.find((candidate) => candidate.id === accountId);
    if (account !== undefined) return accountName(account);
    const root = discovery.roots.find((candidate) => candidate.id === rootId);
    return root === undefined
      ? home.measuredOnly.name
      : storage.shared({ product: common.products[root.product] });
  };
}

/** The groups that the address leads to; the first map where it leads nowhere any more. */
function useGroups(usage: UsageView, detail: string) {
  const all = useMemo(() => allGroups(usage.cells), [usage]);
  return useMemo(() => {
    const inside = all.find(({ id }) => id === detail) ?? null;
    if (inside !== null) return { inside, groups: kindGroups(inside) };
    const small = detail === smallOnes ? smallGroups(all) : [];
    return { inside: null, groups: small.length > 0 ? small : firstGroups(all) };
  }, [all, detail]);
}

/** The largest files of the group, or of all. A guest sees no names of the owner's files. */
function useFiles(usage: UsageView, inside: Group | null, free: ReadonlySet<string>): readonly UsageFile[] {
  const scope = useFrom((stores) => stores.session.store, leavingScope);
  return useMemo(() => {
    const isInside = (file: UsageFile): boolean =>
      inside === null || (file.accountId === inside.accountId && file.rootId === inside.rootId);
    const isShown = ({ accountId }: UsageFile): boolean =>
      scope === 'everything' || (accountId !== null && free.has(accountId));
    return usage.largest.filter((file) => isInside(file) && isShown(file));
  }, [usage, inside, scope, free]);
}

function Measured({ usage, discovery, detail }: Known & { readonly detail: string }) {
  const { storage } = useTexts();
  const format = useFormat();
  const { inside, groups } = useGroups(usage, detail);
  const nameOf = useGroupName(discovery);
  const free = useFreeAccounts(discovery);
  const [picks, setPicks] = useState<readonly PlanChoice[]>(nothingPicked);
  const isFree = ({ accountId }: { readonly accountId: string | null }): boolean =>
    accountId !== null && free.has(accountId);
  const files = useFiles(usage, inside, free);
  const pick = (what: PlanChoice['what'], goes: boolean): void =>
    setPicks((before) => choose(before, { what, goes }));
  const onPick = (tile: Tile, goes: boolean): void => pick(tile.what, goes);
  const picking = { picks, files: usage.largest, onPick };
  const pickFile = ({ rootId, path }: UsageFile, goes: boolean): void =>
    databaseFamily(path).forEach((one) => pick({ rootId, path: one }, goes));
  return (
    <div className={styles['screen']}>
      <Page>
        <header className={styles['top']}>
          <div className={styles['titleLine']}>
            <h1 className={styles['title']}>
              {storage.title({ size: format.bytes(usage.total.bytes), atLeast: usage.unreadable.length > 0 })}
            </h1>
            <Legend usage={usage} />
          </div>
          <Crumbs
            inside={inside}
            detail={detail}
            nameOf={nameOf}
            isFree={inside === null || isFree(inside)}
          />
        </header>
        {groups.length === 0 ? (
          <p>{storage.empty}</p>
        ) : (
          <StorageMap {...{ groups, nameOf, isFree }} {...picking} leadsOn={inside === null} />
        )}
        {inside === null ? null : <KindList tiles={inside.tiles} isFree={isFree(inside)} {...picking} />}
        <KeepRefusal />
        <ShowRefusal />
        <LargestFiles
          files={files}
          ownerOf={({ accountId, rootId }) => nameOf({ id: '', accountId, rootId, kind: null })}
          isFree={isFree}
          isPicked={(file) => isFilePicked(picks, file)}
          onPick={pickFile}
        />
      </Page>
      <Bar usage={usage} picks={picks} onClear={() => setPicks(nothingPicked)} />
    </div>
  );
}

function Legend({ usage }: Pick<Known, 'usage'>) {
  const { common } = useTexts();
  const sums = useFrom(
    (stores) => stores.usage.store,
    (state) => state.summary?.total.kinds ?? null,
  );
  if (usage.total.bytes === 0) return null;
  const shown = kinds.filter((kind: Kind) => (sums?.[kind] ?? 0) > 0);
  return (
    <ul className={styles['legend']}>
      {shown.map((kind) => (
        <li key={kind}>
          <span className={classes(styles['swatch'], kindColours[kind])} />
          {common.kinds[kind]}
        </li>
      ))}
    </ul>
  );
}

interface CrumbsProps {
  readonly inside: Group | null;
  readonly detail: string;
  readonly nameOf: (group: Group) => string;
  readonly isFree: boolean;
}

/** Where the map is, and how to use it. */
function Crumbs({ inside, detail, nameOf, isFree }: CrumbsProps) {
  const { storage } = useTexts();
  const format = useFormat();
  const inSession = useSession() !== null;
  const isSmall = inside === null && detail === smallOnes;
  if (inside === null && !isSmall)
    return (
      <p className={styles['crumbs']}>
        <span className={styles['note']}>{storage.hint}</span>
        {inSession ? <span className={styles['note']}>{storage.guestHint}</span> : null}
      </p>
    );
  return (
    <nav className={styles['crumbs']} aria-label={storage.place}>
      <a href={hashOf({ place: 'storage', detail: '' })}>{storage.everything}</a>
      <Icon name="chevron" size={16} />
      <b>{inside === null ? storage.small : nameOf(inside)}</b>
      {inside === null ? null : <span className={styles['soft']}>{format.bytes(inside.bytes)}</span>}
      {isFree ? null : <span className={styles['note']}>{storage.notYours}</span>}
    </nav>
  );
}

interface BarProps {
  readonly usage: UsageView;
  readonly picks: readonly PlanChoice[];
  readonly onClear: () => void;
}

/** What is picked, and the way to the preview. Nothing is removed from here. */
function Bar({ usage, picks, onClear }: BarProps) {
  const { storage } = useTexts();
  const { route } = useStores();
  const format = useFormat();
  const openPicked = useOpenPicked();
  const scope = useFrom((stores) => stores.session.store, leavingScope);
  const isOpen = useFrom(
    (stores) => stores.leaving.store,
    (state) => state.machine !== null,
  );
  const picked = useMemo(() => pickedOf(picks, usage.cells, usage.largest), [picks, usage]);
  if (picked.files <= 0) return null;
  const preview = (): void => {
    openPicked(picks, picked.accounts, picked.withBackups);
    route.go('leave');
  };
  return (
    <footer className={styles['bar']}>
      <div className={styles['barColumn']}>
        <p className={styles['chosen']} role="status">
          {storage.picked({ files: format.files(picked.files), size: format.bytes(picked.bytes) })}
          {isOpen ? <span className={styles['note']}> {storage.wizardOpen}</span> : null}
        </p>
        <Button kind="plain" onPress={onClear}>
          {storage.clear}
        </Button>
        <Button
          kind="primary"
          isDisabled={isOpen || !mayOpen(scope, true) || scope === 'unclear'}
          onPress={preview}
        >
          {storage.preview}
        </Button>
      </div>
    </footer>
  );
}
