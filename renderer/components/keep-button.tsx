import { databaseFamily } from '../../app/cleanup/protected.ts';
import { fullPath } from '../../app/cleanup/kept-paths.ts';
import { valueOf } from '../stores/loadable.ts';
import { useFrom, useStores } from '../stores/stores.ts';
import { useTexts } from '../language/use-texts.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { Refusal } from './refusal.tsx';
import { visibleName } from './visible-name.ts';
import styles from './keep-button.module.css';

interface Place {
  readonly rootId: string;
  /** below the root, `/`-separated */
  readonly path: string;
}

/** The data folder of a place; null when discovery does not know it. */
function useRealPath(rootId: string): string | null {
  return useFrom(
    (stores) => stores.accounts.store,
    (state) => valueOf(state)?.roots.find(({ id }) => id === rootId)?.realPath ?? null,
  );
}

/** The path of the keep-list that keeps a place; null when none does. */
export function useKeptBy({ rootId, path }: Place): string | null {
  const realPath = useRealPath(rootId);
  return useFrom(
    (stores) => stores.keep.store,
    ({ lookup }) => (realPath === null ? null : lookup(fullPath(realPath, path))),
  );
}

interface Props extends Place {
  readonly onKeep?: (() => void) | undefined;
  readonly onFree?: (() => void) | undefined;
  /** −1 where arrow keys reach it */
  readonly tabIndex?: 0 | -1;
}

/** Keeps a file in every clean, or ends that. Nothing where no data folder is known: nothing is cleaned there. */
export function KeepButton({ rootId, path, onKeep, onFree, tabIndex = 0 }: Props) {
  const { keep: words } = useTexts().common;
  const { keep } = useStores();
  const realPath = useRealPath(rootId);
  const keptBy = useKeptBy({ rootId, path });
  if (realPath === null) return null;
  const press = async (): Promise<void> => {
    if (keptBy === null) {
      if (await keep.add([{ rootId, path }])) onKeep?.();
    } else if (await keep.remove([keptBy])) onFree?.();
  };
  const name = visibleName(path.slice(path.lastIndexOf('/') + 1));
  const by = lastName(keptBy ?? '');
  return (
    <IconButton
      icon={keptBy === null ? 'lock-open' : 'lock'}
      label={keptBy === null ? words.keep({ name }) : words.free({ path: by })}
      isOn={keptBy !== null}
      tabIndex={tabIndex}
      onPress={() => void press()}
    />
  );
}

function lastName(path: string): string {
  return visibleName(path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1));
}

interface NoteProps extends Place {
  /** there is room for a button */
  readonly isWide?: boolean;
}

/** Says that a file is kept and by which entry, with a way to keep the folder around it instead. */
export function KeptNote({ rootId, path, isWide = false }: NoteProps) {
  const { keep: words } = useTexts().common;
  const { keep } = useStores();
  const realPath = useRealPath(rootId);
  const keptBy = useKeptBy({ rootId, path });
  if (keptBy === null || realPath === null) return null;
  const isItself = databaseFamily(fullPath(realPath, path)).includes(keptBy);
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const widen = async (): Promise<void> => {
    if (await keep.add([{ rootId, path: folder }])) await keep.remove([keptBy]);
  };
  return (
    <span className={styles['note']}>
      <span className={styles['words']}>
        {isItself ? words.kept : words.keptBy({ folder: lastName(keptBy) })}
      </span>
      {isWide && isItself && folder !== '' ? (
        <Button kind="plain" size="small" onPress={() => void widen()}>
          {words.widen({ folder: lastName(folder) })}
        </Button>
      ) : null}
    </span>
  );
}

/** Why the last change of the keep-list was refused. */
export function KeepRefusal() {
  const { keep } = useStores();
  const error = useFrom(
    (stores) => stores.keep.store,
    (state) => state.error,
  );
  return <Refusal error={error} onRead={() => keep.read()} />;
}
