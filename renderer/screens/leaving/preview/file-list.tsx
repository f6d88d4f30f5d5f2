import { databaseFamily } from '../../../../app/cleanup/protected.ts';
import { memo } from 'react';
import type { EntryFilter, PlanEntryView } from '../../../../app/contract/plan-entries.ts';
import { useStores } from '../../../stores/stores.ts';
import { useFormat, useTexts } from '../../../language/use-texts.ts';
import { visibleName } from '../../../components/visible-name.ts';
import { classes } from '../../../components/class-names.ts';
import { KeepButton, KeptNote, useKeptBy } from '../../../components/keep-button.tsx';
import { PathText } from '../../../components/path-text.tsx';
import { rowStyle, useVirtualRows } from '../../../components/virtual-rows.ts';
import { Tick } from '../../../components/tick.tsx';
import { useFiles } from './use-plan.ts';
import styles from './preview.module.css';

/** The files of one part in a box of their own; draws only the rows in view. */
export function FileList({
  where,
  count,
  name,
}: {
  readonly where: EntryFilter;
  readonly count: number;
  readonly name: string;
}) {
  const { wizard } = useTexts();
  const { rows, first, last, active, setActive, box, list } = useVirtualRows(count);
  const fileAt = useFiles(where, first, last);
  return (
    <div className={styles['files']} {...box}>
      <ul
        aria-label={wizard.preview.filesIn({ what: name })}
        aria-description={wizard.preview.filesHint}
        {...list}
      >
        {rows.map((at) => (
          <FileRow
            key={at}
            at={at}
            count={count}
            file={fileAt(at)}
            isActive={at === active}
            onActive={setActive}
          />
        ))}
      </ul>
    </div>
  );
}

interface FileRowProps {
  readonly at: number;
  readonly count: number;
  /** null until its page is there */
  readonly file: PlanEntryView | null;
  readonly isActive: boolean;
  readonly onActive: (at: number) => void;
}

/** Drawn again only when its own file changes, so that scrolling draws the new rows alone. */
const FileRow = memo(function FileRow({ at, count, file, isActive, onActive }: FileRowProps) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const format = useFormat();
  const path = file?.path ?? '';
  const cut = path.lastIndexOf('/');
  const keptBy = useKeptBy({ rootId: file?.rootId ?? '', path });
  const choose = (goes: boolean): void => {
    if (file === null) return;
    for (const one of databaseFamily(path))
      leaving.choose({ goes, what: { rootId: file.rootId, path: one } });
  };
  return (
    <li
      className={classes(styles['file'], file?.goes === false && styles['rowOut'])}
      style={rowStyle(at)}
      data-row={at}
      aria-setsize={count}
      aria-posinset={at + 1}
      onFocus={() => onActive(at)}
    >
      <Tick
        selected={file?.goes === true && keptBy === null}
        disabled={keptBy !== null}
        tabIndex={isActive ? 0 : -1}
        label={
          file === null ? wizard.preview.loadingFiles : wizard.preview.include({ what: visibleName(path) })
        }
        onChange={() => choose(file?.goes === false)}
      />
      {file === null ? (
        <span className={styles['waiting']} />
      ) : (
        <>
          <bdi className={styles['fileName']} title={visibleName(path)}>
            {visibleName(path.slice(cut + 1))}
          </bdi>
          <span className={keptBy === null ? styles['folder'] : styles['keptNote']}>
            {keptBy === null ? (
              <PathText path={path.slice(0, Math.max(0, cut))} />
            ) : (
              <KeptNote rootId={file.rootId} path={path} />
            )}
          </span>
          <span className={styles['date']}>{format.date(file.mtime)}</span>
          <span className={styles['size']}>{format.bytes(file.bytes)}</span>
          <KeepButton
            rootId={file.rootId}
            path={path}
            onKeep={() => choose(false)}
            onFree={() => choose(true)}
            tabIndex={isActive && keptBy !== null ? 0 : -1}
          />
        </>
      )}
    </li>
  );
});
