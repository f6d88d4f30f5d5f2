import { Button as AriaButton } from 'react-aria-components/Button';
import type { ButtonProps } from 'react-aria-components/Button';
import { classes } from './class-names.ts';
import styles from './button.module.css';

type Kind = 'primary' | 'quiet' | 'plain' | 'destroy';

interface Props extends Omit<ButtonProps, 'className' | 'style'> {
  readonly kind?: Kind;
  readonly size?: 'small' | 'normal' | 'large';
}

/** The window's button. At most one `primary` per screen; `destroy` only for removal. */
export function Button({ kind = 'quiet', size = 'normal', ...props }: Props) {
  return <AriaButton {...props} className={classes(styles['button'], styles[kind], styles[size])} />;
}
