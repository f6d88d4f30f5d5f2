import { useState } from 'react';
import type { DiscoveryView } from '../../../app/contract/accounts.ts';
import { missingRowText } from '../../../app/wizard/missing-row.ts';
import { useFrom } from '../../stores/stores.ts';
import { useFormat, useLanguage, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Fold } from '../../components/fold.tsx';
import { Icon } from '../../components/icon.tsx';
import { PathText } from '../../components/path-text.tsx';
import styles from './home.module.css';

interface Props {
  readonly discovery: DiscoveryView;
}

/** The largest folders that no row knows, and a text without names to report them. Shows nothing without any. */
export function OtherFolders({ discovery }: Props) {
  const { home } = useTexts();
  const format = useFormat();
  const folders = useFrom(
    (stores) => stores.usage.store,
    (state) => state.otherFolders,
  );
  if (folders.length === 0) return null;
  const placeOf = (rootId: string): string =>
    [...discovery.roots, ...discovery.measuredOnly].find(({ id }) => id === rootId)?.realPath ?? '';
  return (
    <Fold title={home.others.title}>
      <ul className={styles['list']}>
        {folders.map(({ rootId, path, bytes }) => (
          <li key={`${rootId}/${path}`}>
            <p className={styles['why']}>{format.bytes(bytes)}</p>
            <PathText path={path === '' ? placeOf(rootId) : `${placeOf(rootId)}/${path}`} />
          </li>
        ))}
      </ul>
      <Report discovery={discovery} />
    </Fold>
  );
}

function Report({ discovery }: Props) {
  const texts = useTexts();
  const language = useLanguage();
  const host = useFrom(
    (stores) => stores.host.store,
    (state) => state.host,
  );
  const otherFolders = useFrom(
    (stores) => stores.usage.store,
    (state) => state.otherFolders,
  );
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const { others } = texts.home;
  if (host === null) return null;
  const text = missingRowText({ host, discovery, usage: { otherFolders } }, texts, language);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied('yes');
    } catch {
      setCopied('failed');
    }
  };
  return (
    <>
      <p className={styles['why']}>{others.body}</p>
      <pre className={styles['report']}>{text}</pre>
      <Button size="small" onPress={() => void copy()}>
        <Icon name={copied === 'yes' ? 'check' : 'copy'} size={16} />
        {copied === 'yes' ? others.copied : others.copy}
      </Button>
      {copied === 'failed' ? <p role="alert">{others.failed}</p> : null}
    </>
  );
}
