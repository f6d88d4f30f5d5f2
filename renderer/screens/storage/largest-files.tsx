import { useState } from 'react';
import { kindOf } from '../../../app/cleanup/kinds.ts';
import type { UsageFile } from '../../../app/contract/usage.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { classes } from '../../components/class-names.ts';
import kindColours from '../../components/kind-colours.module.css';
import { KeepButton, KeptNote, useKeptBy } from '../../components/keep-button.tsx';
import { ShowButton } from '../../components/show-button.tsx';
import { PathText } from '../../components/path-text.tsx';
import { Tick } from '../../components/tick.tsx';
import { visibleName } from '../../components/visible-name.ts';
import styles from './storage.module.css';

interface Props {
  readonly files: readonly UsageFile[];
  readonly ownerOf: (file: UsageFile) => string;
  readonly isFree: (file: UsageFile) => boolean;
  readonly isPicked: (file: UsageFile) => boolean;
  readonly onPick: (file: UsageFile, goes: boolean) => void;
}

const shownFirst = 10;

/** The largest files, the largest first. */
export function LargestFiles({ files, ...props }: Props) {
  const { storage } = useTexts();
  const [isWhole, setWhole] = useState(false);
  if (files.length === 0) return null;
  const shown = isWhole ? files : files.slice(0, shownFirst);
  return (
    <section className={styles['largest']} aria-labelledby="largest-heading">
      <h2 className={styles['heading']} id="largest-heading">
        {storage.largest}
      </h2>
      <ul>
        {shown.map((file) => (
          <FileRow key={`${file.rootId}/${file.path}`} file={file} {...props} />
        ))}
      </ul>
      {shown.length < files.length ? (
        <div>
          <Button kind="plain" size="small" onPress={() => setWhole(true)}>
            {storage.moreFiles({ count: String(files.length - shown.length) })}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function FileRow({
  file,
  ownerOf,
  isFree,
  isPicked,
  onPick,
}: Omit<Props, 'files'> & { readonly file: UsageFile }) {
  const format = useFormat();
  const keptBy = useKeptBy(file);
  const name = visibleName(file.path.slice(file.path.lastIndexOf('/') + 1));
  return (
    <li className={styles['file']}>
      <Tick
        label={name}
        selected={isPicked(file) && keptBy === null}
        disabled={!isFree(file) || keptBy !== null}
        onChange={(goes) => onPick(file, goes)}
      />
      <span className={classes(styles['swatch'], kindColours[kindOf[file.category]])} />
      <span className={styles['fileName']}>
        <span className={styles['clip']} title={name}>
          {name}
        </span>
        <span className={styles['path']}>
          {keptBy === null ? <PathText path={file.path} /> : <KeptNote {...file} isWide />}
        </span>
      </span>
      <span className={styles['fileOwner']} title={ownerOf(file)}>
        {ownerOf(file)}
      </span>
      <span className={styles['soft']}>{format.date(file.mtime)}</span>
      <span className={styles['size']}>{format.bytes(file.bytes)}</span>
      <span className={styles['actions']}>
        <ShowButton {...file} />
        {isFree(file) ? <KeepButton {...file} onKeep={() => onPick(file, false)} /> : null}
      </span>
    </li>
  );
}
