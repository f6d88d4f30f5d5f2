import { useState } from 'react';
import type { Kind, OwnName } from '../../../../app/cleanup/kinds.ts';
import type { EntryFilter, PlanSum } from '../../../../app/contract/plan-entries.ts';
import { useErrorText, useFormat, useTexts } from '../../../language/use-texts.ts';
import { Button } from '../../../components/button.tsx';
import { Segments } from '../../../components/segments.tsx';
import { Spinner } from '../../../components/spinner.tsx';
import { FileList } from './file-list.tsx';
import { PreviewRow, partOf } from './preview-row.tsx';
import type { Part } from './preview-row.tsx';
import { useSums } from './use-plan.ts';
import styles from './preview.module.css';

/** Fewer files are listed at once: a layer of months over them would only be in the way. */
const fewFiles = 20;
/** Chats shown at first, and with each press for more. */
const chatsShown = 30;

interface Props {
  /** the sums of this kind in this account, by month */
  readonly sums: readonly PlanSum[];
  readonly kind: Kind;
  /** what the kind's row means */
  readonly where: EntryFilter;
  /** account and kind */
  readonly name: string;
  /** whether the layout has folders for chats here */
  readonly hasChats: boolean;
}

function byName(sums: readonly PlanSum[], ownName: OwnName | null): readonly PlanSum[] {
  return sums.filter((sum) => sum.ownName === ownName);
}

/** What an opened kind holds: what has a name of its own, then months or chats, or at once the files. */
export function KindContents({ sums, kind, where, name, hasChats }: Props) {
  const { common } = useTexts();
  const names = new Set(sums.flatMap(({ ownName }) => ownName ?? []));
  const named = [...names].map((ownName) => ({ ownName, part: partOf(byName(sums, ownName)) }));
  const rest = byName(sums, null);
  const below = named.length === 0 ? where : { ...where, ownName: null };
  return (
    <>
      {named.length === 0 ? null : (
        <ul className={styles['inner']}>
          {named
            .toSorted((a, b) => b.part.bytes - a.part.bytes)
            .map(({ ownName, part }) => (
              <InnerPart
                key={ownName}
                part={part}
                what={{ ...where, ownName }}
                owner={name}
                label={common.ownNames[ownName]}
              />
            ))}
        </ul>
      )}
      {rest.length === 0 ? null : (
        <Rest sums={rest} kind={kind} where={below} name={name} hasChats={hasChats} />
      )}
    </>
  );
}

function Rest({ sums, where, name, hasChats }: Props) {
  const { wizard } = useTexts();
  const [by, setBy] = useState<'month' | 'chat'>('month');
  const { files } = partOf(sums);
  const isFlat = files <= fewFiles || (sums.length === 1 && !hasChats);
  if (isFlat) return <FileList where={where} count={files} name={name} />;
  const options = (['month', 'chat'] as const).map((id) => ({ id, name: wizard.preview.by[id] }));
  return (
    <>
      {hasChats ? (
        <div className={styles['by']}>
          <Segments
            label={wizard.preview.byLabel({ what: name })}
            options={options}
            chosen={by}
            onChoose={setBy}
          />
          {by === 'chat' ? <p className={styles['soft']}>{wizard.preview.chatHint}</p> : null}
        </div>
      ) : null}
      {by === 'month' ? (
        <Months sums={sums} where={where} name={name} />
      ) : (
        <Chats where={where} name={name} />
      )}
    </>
  );
}

function Months({ sums, where, name }: Pick<Props, 'sums' | 'where' | 'name'>) {
  const format = useFormat();
  return (
    <ul className={styles['inner']}>
      {sums
        .toSorted((a, b) => b.newest - a.newest)
        .map((sum) => {
          const month = sum.month ?? '';
          return (
            <InnerPart
              key={month}
              part={sum}
              what={{ ...where, month }}
              owner={name}
              label={format.month(month)}
            />
          );
        })}
    </ul>
  );
}

function Chats({ where, name }: Pick<Props, 'where' | 'name'>) {
  const { wizard } = useTexts();
  const format = useFormat();
  const errorText = useErrorText();
  const { rows, error } = useSums('chat', where);
  const [shown, setShown] = useState(chatsShown);
  if (error !== null) return <p className={styles['note']}>{errorText(error)}</p>;
  if (rows === null)
    return (
      <p className={styles['note']}>
        <Spinner />
      </p>
    );
  const sorted = rows.toSorted(
    (a, b) => Number(a.chat === null) - Number(b.chat === null) || b.bytes - a.bytes,
  );
  const more = sorted.length - shown;
  return (
    <>
      <ul className={styles['inner']}>
        {sorted.slice(0, shown).map((sum, index) => (
          <InnerPart
            key={sum.chat ?? ''}
            part={sum}
            what={{ ...where, chat: sum.chat }}
            owner={name}
            label={
              sum.chat === null
                ? wizard.preview.noChat
                : wizard.preview.chat({ number: format.count(index + 1) })
            }
            facts={wizard.preview.lastAt({ date: format.date(sum.newest) })}
          />
        ))}
      </ul>
      {more > 0 ? (
        <div className={styles['note']}>
          <Button kind="plain" onPress={() => setShown(shown + chatsShown)}>
            {wizard.preview.moreChats({ count: format.count(Math.min(more, chatsShown)) })}
          </Button>
        </div>
      ) : null}
    </>
  );
}

interface InnerProps {
  readonly part: Part;
  readonly what: EntryFilter;
  readonly owner: string;
  readonly label: string;
  readonly facts?: string;
}

/** A month, a chat or what has a name of its own; opens to its files. */
function InnerPart({ part, what, owner, label, facts }: InnerProps) {
  const [open, setOpen] = useState(false);
  const name = `${owner} ${label}`;
  return (
    <li>
      <PreviewRow part={part} what={what} name={name} open={open} onOpen={setOpen}>
        {label}
        {facts === undefined ? null : <span className={styles['soft']}>{facts}</span>}
      </PreviewRow>
      {open ? <FileList where={what} count={part.files} name={name} /> : null}
    </li>
  );
}
