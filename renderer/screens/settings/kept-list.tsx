import { useEffect } from 'react';
import type { KeptView } from '../../../app/contract/keep.ts';
import type { RootView } from '../../../app/contract/accounts.ts';
import { fullPath } from '../../../app/cleanup/kept-paths.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useErrorText, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { PathText } from '../../components/path-text.tsx';
import { PathField } from './path-field.tsx';
import styles from './settings.module.css';

function isIn(roots: readonly RootView[], path: string): boolean {
  return roots.some(({ realPath }) => path.startsWith(fullPath(realPath, '')));
}

/** What is at the path now, where that is not simply a file or folder that a plan would meet. */
function KeptState({ entry }: { readonly entry: KeptView }) {
  const { keepList: words } = useTexts().settings;
  const discovery = useFrom((stores) => stores.accounts.store, valueOf);
  const { state, path } = entry;
  if (state === 'missing' || state === 'could-not-tell')
    return <p className={styles['soft']}>{words.states[state]}</p>;
  if (discovery !== null && !isIn(discovery.roots, path))
    return <p className={styles['soft']}>{words.elsewhere}</p>;
  return state === 'folder' ? <p className={styles['soft']}>{words.states.folder}</p> : null;
}

/** The list was damaged: nothing is cleaned until the person says that it is complete again. */
function Lost({ path }: { readonly path: string }) {
  const { keepList: words } = useTexts().settings;
  const { keep } = useStores();
  return (
    <Callout
      tone="high"
      icon="high"
      title={words.lost}
      action={<Button onPress={() => void keep.confirm()}>{words.confirm}</Button>}
    >
      <p>{words.lostHint}</p>
      <PathText path={path} />
    </Callout>
  );
}

function Entries({
  kept,
  onRemove,
}: {
  readonly kept: readonly KeptView[];
  readonly onRemove: (path: string) => void;
}) {
  const { folders } = useTexts().settings;
  if (kept.length === 0) return null;
  return (
    <ul className={styles['paths']}>
      {kept.map((entry) => (
        <li key={entry.path}>
          <div className={styles['folder']}>
            <PathText path={entry.path} />
            <KeptState entry={entry} />
          </div>
          <Button
            size="small"
            aria-label={folders.remove({ path: entry.path })}
            onPress={() => onRemove(entry.path)}
          >
            {folders.removeShort}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** The keep-list, with a field to add a path. Main checks a new one and answers with the reason against it. */
export function KeptList() {
  const { settings, common } = useTexts();
  const { keepList: words, folders } = settings;
  const { keep } = useStores();
  const errorText = useErrorText();
  const list = useFrom(
    (stores) => stores.keep.store,
    (state) => state.list,
  );
  const error = useFrom(
    (stores) => stores.keep.store,
    (state) => state.error,
  );
  useEffect(() => {
    // the command line and the disk may have changed it
    void keep.load();
    return () => keep.read();
  }, [keep]);
  return (
    <section aria-labelledby="kept-heading">
      <h2 className={styles['heading']} id="kept-heading">
        {common.keep.title}
      </h2>
      {list === null || list.lost === null ? null : <Lost path={list.lost} />}
      <div className={styles['card']}>
        <div className={styles['folders']}>
          <p className={styles['soft']}>{words.hint}</p>
          <Entries kept={list?.kept ?? []} onRemove={(path) => void keep.remove([path])} />
          <PathField label={words.path} button={folders.add} onAdd={(path) => keep.add([path])} />
          {error === null ? null : (
            <p className={styles['refusal']} role="alert">
              {errorText(error)}
            </p>
          )}
        </div>
      </div>
    </section>
  );
}
