import { memo, useCallback, useEffect, useId, useRef, useState } from 'react';
import type { ConflictRule, QuarantineBatchView, StoredEntry } from '../../../app/contract/quarantine.ts';
import { useErrorText, useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { PathText } from '../../components/path-text.tsx';
import { Progress } from '../../components/progress.tsx';
import { Tick } from '../../components/tick.tsx';
import { rowStyle, useVirtualRows } from '../../components/virtual-rows.ts';
import { visibleName } from '../../components/visible-name.ts';
import { folderOver, mostChosen, pathOf, sumOfChosen, toggled } from './chosen.ts';
import type { Chosen } from './chosen.ts';
import { RestoreForm } from './restore-form.tsx';
import { useStored } from './use-stored.ts';
import styles from './restore.module.css';

/** How long typing pauses before the search starts. */
const pauseMs = 200;

interface Props {
  readonly batch: QuarantineBatchView;
  readonly onRestore: (rule: ConflictRule, paths: readonly string[]) => void;
  readonly onClose: () => void;
}

/** The files of a batch: search, ticks, and restoring what is ticked. */
export function BatchFiles({ batch, onRestore, onClose }: Props) {
  const { restore } = useTexts();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<Chosen>(new Map());
  const [asks, setAsks] = useState(false);
  const opener = useId();
  return (
    <div className={styles['form']}>
      <SearchField label={restore.files.search} onText={setText} />
      <FileBox key={text} batch={batch} text={text} chosen={chosen} onChosen={setChosen} />
      <p className={styles['soft']}>{restore.files.family}</p>
      <ChosenLine
        {...{ chosen, opener, asks, onClose }}
        onClear={() => setChosen(new Map())}
        onAsk={() => setAsks(!asks)}
      />
      {asks && chosen.size > 0 ? (
        <RestoreForm
          onRestore={(rule) => onRestore(rule, [...chosen.keys()])}
          onClose={() => {
            document.getElementById(opener)?.focus();
            setAsks(false);
          }}
        />
      ) : null}
    </div>
  );
}

function SearchField({ label, onText }: { readonly label: string; readonly onText: (text: string) => void }) {
  const [typed, setTyped] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => onText(typed.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [typed, onText]);
  return (
    <label className={styles['search']}>
      <Icon name="search" size={16} />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        maxLength={200}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </label>
  );
}

interface ChosenLineProps {
  readonly chosen: Chosen;
  readonly opener: string;
  readonly asks: boolean;
  readonly onClear: () => void;
  readonly onAsk: () => void;
  readonly onClose: () => void;
}

/** The sum of what is ticked, and what to do with it. */
function ChosenLine({ chosen, opener, asks, onClear, onAsk, onClose }: ChosenLineProps) {
  const { restore } = useTexts();
  const format = useFormat();
  const { files, bytes } = sumOfChosen(chosen);
  const isTooMany = chosen.size > mostChosen;
  return (
    <div className={styles['chosenLine']}>
      <p className={styles['question']} role="status">
        {isTooMany
          ? restore.files.tooMany({ count: format.count(mostChosen) })
          : chosen.size === 0
            ? restore.files.none
            : restore.files.chosen({ files: format.files(files), size: format.bytes(bytes) })}
      </p>
      <div className={styles['formWays']}>
        {chosen.size === 0 ? null : <Button onPress={onClear}>{restore.files.clear}</Button>}
        <Button onPress={onClose}>{restore.cancel}</Button>
        <Button
          id={opener}
          kind={asks ? 'plain' : 'primary'}
          aria-expanded={asks}
          isDisabled={chosen.size === 0 || isTooMany}
          onPress={onAsk}
        >
          {restore.files.restore}
        </Button>
      </div>
    </div>
  );
}

interface FileBoxProps {
  readonly batch: QuarantineBatchView;
  readonly text: string;
  readonly chosen: Chosen;
  readonly onChosen: (change: (before: Chosen) => Chosen) => void;
}

/** The list in a box of its own; draws only the rows in view. */
function FileBox({ batch, text, chosen, onChosen }: FileBoxProps) {
  const { restore } = useTexts();
  const format = useFormat();
  const errorText = useErrorText();
  const [count, setCount] = useState(0);
  const { rows, first, last, active, setActive, box, list } = useVirtualRows(count);
  const stored = useStored(batch, text, first, last);
  const { total, error } = stored;
  if (total !== null && total !== count) setCount(total);
  const known = useRef<readonly StoredEntry[]>([]);
  useEffect(() => {
    known.current = rows.flatMap((at) => stored.at(at) ?? []);
  });
  const onToggle = useCallback(
    (entry: StoredEntry) => onChosen((before) => toggled(before, entry, known.current)),
    [onChosen],
  );
  if (error !== null) return <p role="alert">{errorText(error)}</p>;
  if (total === null) return <Progress label={restore.files.loading} share={null} detail="" />;
  if (total === 0) return <p className={styles['soft']}>{restore.files.nothing}</p>;
  return (
    <>
      <p className={styles['soft']}>{restore.files.found({ count: format.count(total) })}</p>
      <div className={styles['files']} {...box}>
        <ul aria-label={restore.files.list} aria-description={restore.files.hint} {...list}>
          {rows.map((at) => {
            const entry = stored.at(at);
            const isInside = entry !== null && folderOver(chosen, entry) !== null;
            return (
              <FileRow
                key={at}
                {...{ at, count, entry, isInside, onToggle }}
                isTicked={isInside || (entry !== null && chosen.has(pathOf(entry)))}
                isActive={at === active}
                onActive={setActive}
              />
            );
          })}
        </ul>
      </div>
    </>
  );
}

interface FileRowProps {
  readonly at: number;
  readonly count: number;
  /** null until its page is there */
  readonly entry: StoredEntry | null;
  readonly isTicked: boolean;
  /** its folder is ticked */
  readonly isInside: boolean;
  readonly isActive: boolean;
  readonly onActive: (at: number) => void;
  readonly onToggle: (entry: StoredEntry) => void;
}

/** Drawn again only when its own file changes. */
const FileRow = memo(function FileRow(props: FileRowProps) {
  const { at, count, entry, isTicked, isInside, isActive, onActive, onToggle } = props;
  const { restore } = useTexts();
  const format = useFormat();
  const path = entry?.path ?? '';
  const cut = path.lastIndexOf('/');
  return (
    <li
      className={styles['file']}
      style={rowStyle(at)}
      data-row={at}
      aria-setsize={count}
      aria-posinset={at + 1}
      onFocus={() => onActive(at)}
    >
      <Tick
        selected={isTicked}
        disabled={isInside}
        tabIndex={isActive ? 0 : -1}
        label={entry === null ? restore.files.loading : restore.files.tick({ what: visibleName(path) })}
        onChange={() => {
          if (entry !== null) onToggle(entry);
        }}
      />
      {entry === null ? (
        <span className={styles['waiting']} />
      ) : (
        <>
          <span className={styles['fileName']} title={visibleName(path)}>
            {entry.kind === 'folder' ? <Icon name="folder" size={16} /> : null}
            <bdi>{visibleName(path.slice(cut + 1))}</bdi>
          </span>
          <span className={styles['folder']}>
            {entry.kind === 'folder' ? (
              restore.files.folder({ files: format.files(entry.files) })
            ) : (
              <PathText path={path.slice(0, Math.max(0, cut))} />
            )}
          </span>
          <span className={styles['size']}>{format.bytes(entry.bytes)}</span>
        </>
      )}
    </li>
  );
});
