import { classes } from './class-names.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import styles from './icon-button.module.css';

interface Props {
  readonly icon: IconName;
  /** accessible name, and the tooltip */
  readonly label: string;
  /** what it stands for is in force now; absent for a button that does not stay pressed */
  readonly isOn?: boolean;
  readonly tabIndex?: 0 | -1;
  readonly onPress: () => void;
}

/** A small button in a row of a list. Native, because a preview draws many of them. */
export function IconButton({ icon, label, isOn, tabIndex = 0, onPress }: Props) {
  return (
    <button
      type="button"
      className={classes(styles['button'], isOn === true && styles['on'])}
      aria-label={label}
      title={label}
      tabIndex={tabIndex}
      {...(isOn === undefined ? {} : { 'aria-pressed': isOn })}
      onClick={onPress}
    >
      <Icon name={icon} size={18} />
    </button>
  );
}
