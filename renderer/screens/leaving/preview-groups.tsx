import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { PlanEntriesPage, PlanEntryView, PlanGroup, PlanView } from '../../../app/contract/plans.ts';
import { groupKey, toggleFile, toggleGroup } from '../../../app/wizard/exclusions.ts';
import { catalogue } from '../../../app/platforms/catalogue.ts';
import { useStores } from '../../stores/stores.ts';
import { loaded, loading } from '../../stores/loadable.ts';
import type { Loadable } from '../../stores/loadable.ts';
import { useErrorText, useFormat, useTexts } from '../../language/use-texts.ts';
import { visibleName } from '../../components/visible-name.ts';
import { classes } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { RiskMark } from '../../components/risk-mark.tsx';
import { Tick } from '../../components/tick.tsx';
import { Button as PageButton } from '../../components/button.tsx';
import { PathText } from '../../components/path-text.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { useAccounts, useLeaving } from './use-leaving.ts';
import styles from './preview-step.module.css';

function byAccount(groups: readonly PlanGroup[]): readonly [string | null, readonly PlanGroup[]][] {
  const sets = new Map<string | null, PlanGroup[]>();
  for (const group of groups) sets.set(group.accountId, [...(sets.get(group.accountId) ?? []), group]);
  for (const set of sets.values()) set.sort((a, b) => b.bytes - a.bytes);
  return [...sets].sort(([a], [b]) => (a === null ? 1 : 0) - (b === null ? 1 : 0));
}

/** The plan by account, then by location; each location opens to its files and can be unticked. */
export function PreviewGroups({ plan }: { readonly plan: PlanView }) {
  const { wizard, home, common } = useTexts();
  const accounts = useAccounts();
  return (
    <>
      {byAccount(plan.groups).map(([accountId, groups]) => {
        const account = accounts.find((candidate) => candidate.id === accountId);
        const name =
          accountId === null
            ? wizard.preview.shared
            : visibleName(account?.displayName ?? account?.folder ?? accountId);
        return (
          <section key={accountId ?? ''} aria-label={name}>
            <h2 className={styles['heading']}>
              <bdi>{name}</bdi>
              {account === undefined ? null : (
                <span className={styles['soft']}>
                  {home.line({ product: common.products[account.product], line: account.line })}
                </span>
              )}
            </h2>
            <ul className={styles['groups']}>
              {groups.map((group) => (
                <PreviewGroup key={group.id} group={group} owner={name} />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

interface Props {
  readonly group: PlanGroup;
  /** account name, so that the labels of two accounts differ */
  readonly owner: string;
}

function GroupTick({ group, name }: { readonly group: PlanGroup; readonly name: string }) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const exclusions = useLeaving((state) => state.exclusions);
  const key = groupKey(group);
  const out = exclusions.groups.includes(key);
  const some = (exclusions.files[key] ?? []).length > 0;
  return (
    <Tick
      selected={!out}
      mixed={!out && some}
      label={wizard.preview.include({ what: name })}
      onChange={() => leaving.exclude(toggleGroup(exclusions, key))}
    />
  );
}

/** One location of the plan: category, risk, size. */
function PreviewGroup({ group, owner }: Props) {
  const { wizard, common } = useTexts();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const exclusions = useLeaving((state) => state.exclusions);
  const key = groupKey(group);
  const out = exclusions.groups.includes(key);
  const kept = exclusions.files[key]?.length ?? 0;
  const category = common.categories[group.category];
  const place = placeOf(group.location);
  const name = `${owner} ${category}${place === null ? '' : ` ${place}`}`;
  return (
    <li className={styles['group']}>
      <div className={classes(styles['groupRow'], out && styles['out'])}>
        <GroupTick group={group} name={name} />
        <div className={styles['what']}>
          <p>{category}</p>
          <p className={styles['facts']}>
            {place === null ? null : <code className={styles['place']}>{place}</code>}
            <span>{common.recoverability[group.recoverability]}</span>
            {kept === 0 ? null : <span>{wizard.preview.excludedFiles({ count: format.count(kept) })}</span>}
          </p>
        </div>
        <span className={styles['riskCell']}>
          <RiskMark risk={group.risk} />
        </span>
        <div className={styles['amount']}>
          <p>{format.freed(group)}</p>
          <p className={styles['soft']}>{format.files(group.files)}</p>
        </div>
        <Button
          className={classes(styles['opener'], open && styles['opened'])}
          aria-label={wizard.preview.groupFiles({ group: name })}
          aria-expanded={open}
          onPress={() => setOpen(!open)}
        >
          <Icon name="chevron" size={16} />
        </Button>
      </div>
      {open ? <PreviewFiles group={group} groupOut={out} /> : null}
    </li>
  );
}

const pageSize = 100;

function usePage(planId: string, groupId: number, offset: number): Loadable<PlanEntriesPage> {
  const { client } = useStores();
  const [page, setPage] = useState<Loadable<PlanEntriesPage>>(loading);
  useEffect(() => {
    let wanted = true;
    void client.call('plans.entries', { planId, groupId, offset, limit: pageSize }).then((reply) => {
      if (wanted) setPage(loaded(reply));
    });
    return () => {
      wanted = false;
    };
  }, [client, planId, groupId, offset]);
  return page;
}

/** The files of one group, 100 per page, so that a plan of any size opens at once. */
function PreviewFiles({ group, groupOut }: { readonly group: PlanGroup; readonly groupOut: boolean }) {
  const { wizard } = useTexts();
  const errorText = useErrorText();
  const planId = useLeaving((state) => state.plan?.id ?? '');
  const [offset, setOffset] = useState(0);
  const page = usePage(planId, group.id, offset);
  if (page.kind === 'failed') return <p className={styles['filesNote']}>{errorText(page.error)}</p>;
  if (page.kind === 'loading') {
    return (
      <p className={styles['filesNote']}>
        <Spinner /> {wizard.preview.loadingFiles}
      </p>
    );
  }
  return (
    <div className={styles['files']}>
      <ul>
        {page.value.entries.map((entry) => (
          <FileRow key={entry.id} group={group} entry={entry} groupOut={groupOut} />
        ))}
      </ul>
      {page.value.total > pageSize ? <Pager page={page.value} onOffset={setOffset} /> : null}
    </div>
  );
}

function FileRow({
  group,
  entry,
  groupOut,
}: {
  readonly group: PlanGroup;
  readonly entry: PlanEntryView;
  readonly groupOut: boolean;
}) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const format = useFormat();
  const exclusions = useLeaving((state) => state.exclusions);
  const planId = useLeaving((state) => state.plan?.id ?? '');
  const key = groupKey(group);
  const out = (exclusions.files[key] ?? []).some((file) => file.path === entry.path);
  return (
    <li className={styles['file']}>
      <Tick
        selected={!out && !groupOut}
        disabled={groupOut}
        label={wizard.preview.include({ what: visibleName(entry.path) })}
        onChange={() =>
          leaving.exclude(
            toggleFile(exclusions, key, { id: entry.id, planId, path: entry.path, bytes: entry.bytes }),
          )
        }
      />
      <span className={styles['filePath']}>
        <PathText path={entry.path} />
      </span>
      <span className={styles['soft']}>{format.time(entry.mtime)}</span>
      <span className={styles['fileSize']}>{format.bytes(entry.bytes)}</span>
    </li>
  );
}

function Pager({
  page,
  onOffset,
}: {
  readonly page: PlanEntriesPage;
  readonly onOffset: (offset: number) => void;
}) {
  const { wizard } = useTexts();
  const format = useFormat();
  const last = page.offset + page.entries.length;
  return (
    <div className={styles['pager']}>
      <PageButton
        isDisabled={page.offset === 0}
        onPress={() => onOffset(Math.max(0, page.offset - pageSize))}
      >
        {wizard.preview.previous}
      </PageButton>
      <span className={styles['soft']}>
        {wizard.preview.filesOf({
          from: format.count(page.offset + 1),
          to: format.count(last),
          total: format.count(page.total),
        })}
      </span>
      <PageButton isDisabled={last >= page.total} onPress={() => onOffset(page.offset + pageSize)}>
        {wizard.preview.following}
      </PageButton>
    </div>
  );
}

const places = new Map(
  catalogue.flatMap((platform) =>
    platform.locations.map((location) => [location.id, location.paths[0] ?? null] as const),
  ),
);

/** A location pattern as shown: `cache/<month>/**` becomes `cache/…`. */
export function readablePattern(pattern: string): string {
  return pattern
    .split('/')
    .map((segment) => (/^(\*+|<.*>)$/.test(segment) ? '…' : segment))
    .filter((segment, index, all) => segment !== '…' || all[index - 1] !== '…')
    .join('/');
}

/** Path of a location below its account or root; null if it belongs to no rule. */
function placeOf(location: string | null): string | null {
  const pattern = location === null ? null : places.get(location);
  return pattern === undefined || pattern === null ? null : readablePattern(pattern);
}
