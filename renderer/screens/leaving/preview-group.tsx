import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { groupKey, toggleGroup } from '../../../app/wizard/exclusions.ts';
import type { PlanGroup } from '../../../app/contract/plans.ts';
import { useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { classes } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { RiskMark } from '../../components/risk-mark.tsx';
import { Tick } from '../../components/tick.tsx';
import { PreviewFiles } from './preview-files.tsx';
import { placeOf } from './place-of.ts';
import { useLeaving } from './use-leaving.ts';
import styles from './preview-step.module.css';

interface Props {
  readonly group: PlanGroup;
  /** the account's name, so that equal groups of two accounts do not sound alike */
  readonly owner: string;
}

function GroupTick({ group, name }: { readonly group: PlanGroup; readonly name: string }) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const exclusions = useLeaving((state) => state.exclusions);
  const key = groupKey(group);
  const out = exclusions.groups.includes(key);
  const some = (exclusions.files[key] ?? []).length > 0;
  return (
    <Tick
      selected={!out}
      mixed={!out && some}
      label={wizard.preview.include({ what: name })}
      onChange={() => leaving.exclude(toggleGroup(exclusions, key))}
    />
  );
}

/** One location of the plan: what it is, what losing it costs, how much it is. */
export function PreviewGroup({ group, owner }: Props) {
  const { wizard, common } = useTexts();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const exclusions = useLeaving((state) => state.exclusions);
  const key = groupKey(group);
  const out = exclusions.groups.includes(key);
  const kept = exclusions.files[key]?.length ?? 0;
  const category = common.categories[group.category];
  const place = placeOf(group.location);
  const name = `${owner} ${category}${place === null ? '' : ` ${place}`}`;
  return (
    <li className={styles['group']}>
      <div className={classes(styles['groupRow'], out && styles['out'])}>
        <GroupTick group={group} name={name} />
        <div className={styles['what']}>
          <p>{category}</p>
          <p className={styles['facts']}>
            {place === null ? null : <code className={styles['place']}>{place}</code>}
            <span>{common.recoverability[group.recoverability]}</span>
            {kept === 0 ? null : <span>{wizard.preview.excludedFiles({ count: format.count(kept) })}</span>}
          </p>
        </div>
        <span className={styles['riskCell']}>
          <RiskMark risk={group.risk} />
        </span>
        <div className={styles['amount']}>
          <p>{format.bytes(group.bytes)}</p>
          <p className={styles['soft']}>{format.files(group.files)}</p>
        </div>
        <Button
          className={classes(styles['opener'], open && styles['opened'])}
          aria-label={wizard.preview.groupFiles({ group: name })}
          aria-expanded={open}
          onPress={() => setOpen(!open)}
        >
          <Icon name="chevron" size={16} />
        </Button>
      </div>
      {open ? <PreviewFiles group={group} groupOut={out} /> : null}
    </li>
  );
}
