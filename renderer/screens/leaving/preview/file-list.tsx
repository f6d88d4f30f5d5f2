import { databaseFamily } from '../../../../app/cleanup/protected.ts';
import { memo, useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { EntryFilter, PlanEntryView } from '../../../../app/contract/plan-entries.ts';
import { useStores } from '../../../stores/stores.ts';
import { useFormat, useTexts } from '../../../language/use-texts.ts';
import { visibleName } from '../../../components/visible-name.ts';
import { classes } from '../../../components/class-names.ts';
import { KeepButton, KeptNote, useKeptBy } from '../../../components/keep-button.tsx';
import { PathText } from '../../../components/path-text.tsx';
import { Tick } from '../../../components/tick.tsx';
import { useFiles } from './use-plan.ts';
import styles from './preview.module.css';

const rowHeight = 36;
const rowsShown = 10;
/** rows drawn beyond the visible ones, so that scrolling shows no gap */
const margin = 8;
/** rows that scroll by before others are drawn */
const stride = 4;

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: rowsShown - 1,
  PageUp: 1 - rowsShown,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** What the keys to the side reach within a row. */
const sides: Readonly<Record<string, string>> = { ArrowLeft: 'input', ArrowRight: 'button' };

/** The row that Tab reaches, moved by the arrow keys, so that Tab passes half a million files in one step. */
function useActiveRow(count: number) {
  const list = useRef<HTMLUListElement>(null);
  const [active, setActive] = useState(0);
  const moves = useRef(false);
  useEffect(() => {
    if (!moves.current) return;
    moves.current = false;
    list.current
      ?.querySelector<HTMLElement>(`[data-row="${String(active)}"] :is(input:enabled, button)`)
      ?.focus();
  }, [active]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = list.current?.querySelector(`[data-row="${String(active)}"]`);
    const aside = sides[event.key];
    if (aside !== undefined) {
      row?.querySelector<HTMLElement>(aside)?.focus();
      return;
    }
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    moves.current = true;
    setActive((before) => Math.min(count - 1, Math.max(0, before + step)));
  };
  return { list, active, setActive, onKeyDown };
}

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
  const [from, setFrom] = useState(0);
  const first = Math.max(0, from - margin);
  const last = Math.min(count, from + rowsShown + margin);
  const fileAt = useFiles(where, first, last);
  const { list, active, setActive, onKeyDown } = useActiveRow(count);
  const drawn = Array.from({ length: last - first }, (_, index) => first + index);
  // the row with the focus stays drawn, or scrolling would drop the focus
  const rows = active < count && (active < first || active >= last) ? [...drawn, active] : drawn;
  return (
    <div
      className={styles['files']}
      style={{ height: Math.min(count, rowsShown) * rowHeight + 2 }}
      onScroll={(event) => setFrom(Math.floor(event.currentTarget.scrollTop / rowHeight / stride) * stride)}
    >
      <ul
        ref={list}
        aria-label={wizard.preview.filesIn({ what: name })}
        aria-description={wizard.preview.filesHint}
        style={{ height: count * rowHeight }}
        onKeyDown={onKeyDown}
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
      style={{ transform: `translateY(${String(at * rowHeight)}px)` }}
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
          <span className={styles['folder']}>
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
