import { useState } from 'react';
import type { ContractError } from '../../../app/contract/errors.ts';
import { noteDetail } from '../../../app/locale/note-detail.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useErrorText, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { PathText } from '../../components/path-text.tsx';
import { PathField } from './path-field.tsx';
import styles from './settings.module.css';

/** Says that a folder is only measured, or not used and why; nothing for a recognised one. */
function FolderState({ path }: { readonly path: string }) {
  const { home, common } = useTexts();
  const discovery = useFrom(
    (stores) => stores.accounts.store,
    (state) => valueOf(state),
  );
  if (discovery === null) return null;
  if (discovery.measuredOnly.some((folder) => folder.path === path))
    return <p className={styles['soft']}>{home.measuredOnly.hint}</p>;
  const refused = discovery.notes.find((note) => note.kind === 'named-refused' && note.path === path);
  if (refused === undefined) return null;
  const why = noteDetail(refused, common.noteDetails)?.text ?? '';
  return <p className={styles['refusal']}>{home.refused({ why })}</p>;
}

interface ListProps {
  readonly folders: readonly string[];
  readonly onRemove: (path: string) => void;
}

function FolderList({ folders, onRemove }: ListProps) {
  const { folders: words } = useTexts().settings;
  if (folders.length === 0) return null;
  return (
    <ul className={styles['paths']}>
      {folders.map((path) => (
        <li key={path}>
          <div className={styles['folder']}>
            <PathText path={path} />
            <FolderState path={path} />
          </div>
          <Button size="small" aria-label={words.remove({ path })} onPress={() => onRemove(path)}>
            {words.removeShort}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** The named data folders, with a field to add one. Main checks a new one and answers with the reason against it. */
export function DataFolders() {
  const { rows, folders: field } = useTexts().settings;
  const words = rows.dataFolders;
  const { settings, look } = useStores();
  const errorText = useErrorText();
  const folders = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings.dataFolders,
  );
  const [refusal, setRefusal] = useState<ContractError | null>(null);
  const change = async (dataFolders: readonly string[]): Promise<boolean> => {
    const error = await settings.change({ dataFolders });
    setRefusal(error);
    if (error === null) void look();
    return error === null;
  };
  return (
    <div className={styles['folders']}>
      <p>{words.name}</p>
      <p className={styles['soft']}>{words.hint}</p>
      <FolderList folders={folders} onRemove={(path) => void change(folders.filter((one) => one !== path))} />
      <PathField label={field.path} button={field.add} onAdd={(path) => change([...folders, path])} />
      {refusal === null ? null : (
        <p className={styles['refusal']} role="alert">
          {errorText(refusal)}
        </p>
      )}
    </div>
  );
}
