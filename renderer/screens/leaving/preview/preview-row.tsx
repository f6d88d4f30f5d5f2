import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { EntryFilter, PlanSum } from '../../../../app/contract/plan-entries.ts';
import type { Amount } from '../../../../app/contract/shapes.ts';
import { useStores } from '../../../stores/stores.ts';
import { useFormat, useTexts } from '../../../language/use-texts.ts';
import { classes } from '../../../components/class-names.ts';
import { Icon } from '../../../components/icon.tsx';
import { Tick } from '../../../components/tick.tsx';
import styles from './preview.module.css';

/** An amount of the plan, and what of it goes. */
export interface Part extends Amount {
  readonly goes: Amount;
}

function add(one: Amount, other: Amount): Amount {
  return {
    files: one.files + other.files,
    bytes: one.bytes + other.bytes,
    allocated: one.allocated + other.allocated,
  };
}

const nothing: Part = {
  ...{ files: 0, bytes: 0, allocated: 0 },
  goes: { files: 0, bytes: 0, allocated: 0 },
};

export function partOf(sums: readonly PlanSum[]): Part {
  return sums.reduce<Part>((sum, one) => ({ ...add(sum, one), goes: add(sum.goes, one.goes) }), nothing);
}

/** The tick of everything that fits a filter: all of it goes, some, or nothing. */
export function PartTick({
  part,
  what,
  name,
}: {
  readonly part: Part;
  readonly what: EntryFilter;
  readonly name: string;
}) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const out = part.goes.files === 0;
  return (
    <Tick
      selected={!out}
      mixed={!out && part.goes.files < part.files}
      label={wizard.preview.include({ what: name })}
      onChange={() => leaving.choose({ goes: out, what })}
    />
  );
}

/** Files and size of what goes; of a part that stays, what stays, crossed out. */
export function PartAmount({ part }: { readonly part: Part }) {
  const { wizard, common } = useTexts();
  const format = useFormat();
  const { files } = part.goes;
  const out = files === 0;
  const some = !out && files < part.files;
  const count = some
    ? wizard.preview.someOf({ files: format.count(files), all: format.count(part.files) })
    : format.count(part.files);
  return (
    <span className={classes(styles['amount'], out && styles['out'])}>
      <span className={styles['count']}>{common.files({ count })}</span>
      <span className={styles['size']}>{format.freed(out ? part : part.goes)}</span>
      {out ? <span className={styles['hidden']}>{wizard.preview.staysHere}</span> : null}
    </span>
  );
}

interface RowProps {
  readonly part: Part;
  readonly what: EntryFilter;
  /** for screen readers: with the account and the kind, so that no two are the same */
  readonly name: string;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly children: ReactNode;
  /** between the words and the amount */
  readonly beside?: ReactNode;
}

/** One line of the preview: tick, chevron, words and amount. */
export function PreviewRow({ part, what, name, open, onOpen, children, beside }: RowProps) {
  const { wizard } = useTexts();
  return (
    <div className={classes(styles['row'], part.goes.files === 0 && styles['rowOut'])}>
      <PartTick part={part} what={what} name={name} />
      <Button
        className={classes(styles['opener'], open && styles['opened'])}
        aria-label={wizard.preview.open({ what: name })}
        aria-expanded={open}
        onPress={() => onOpen(!open)}
      >
        <Icon name="chevron" size={16} />
      </Button>
      <span className={styles['what']}>{children}</span>
      {beside}
      <PartAmount part={part} />
    </div>
  );
}
