import { useEffect, useState } from 'react';
import { groupKey, toggleFile } from '../../../app/wizard/exclusions.ts';
import type { PlanEntriesPage, PlanEntryView, PlanGroup } from '../../../app/contract/plans.ts';
import { loaded, loading } from '../../stores/loadable.ts';
import type { Loadable } from '../../stores/loadable.ts';
import { useStores } from '../../stores/stores.ts';
import { useErrorText, useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { PathText } from '../../components/path-text.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { Tick } from '../../components/tick.tsx';
import { visibleName } from '../../components/visible-name.ts';
import { useLeaving } from './use-leaving.ts';
import styles from './preview-step.module.css';

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

/** The files of one group, a hundred at a time, so that a plan of any size opens at once. */
export function PreviewFiles({ group, groupOut }: { readonly group: PlanGroup; readonly groupOut: boolean }) {
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
      <Button isDisabled={page.offset === 0} onPress={() => onOffset(Math.max(0, page.offset - pageSize))}>
        {wizard.preview.previous}
      </Button>
      <span className={styles['soft']}>
        {wizard.preview.filesOf({
          from: format.count(page.offset + 1),
          to: format.count(last),
          total: format.count(page.total),
        })}
      </span>
      <Button isDisabled={last >= page.total} onPress={() => onOffset(page.offset + pageSize)}>
        {wizard.preview.following}
      </Button>
    </div>
  );
}
