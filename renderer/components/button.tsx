import { useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { ButtonProps } from 'react-aria-components/Button';
import { classes } from './class-names.ts';
import styles from './button.module.css';

type Kind = 'primary' | 'quiet' | 'plain' | 'destroy';

interface Props extends Omit<ButtonProps, 'className' | 'style'> {
  readonly kind?: Kind;
  readonly size?: 'small' | 'normal' | 'large';
  /** a double click counts once: after the first click another question may stand where this one was */
  readonly answers?: boolean;
}

/** The window's button. At most one `primary` per screen; `destroy` only for removal. */
export function Button({ kind = 'quiet', size = 'normal', answers = false, onPress, ...props }: Props) {
  const isRepeated = useRef(false);
  const press: ButtonProps['onPress'] = (event) => {
    if (answers && event.pointerType === 'mouse' && isRepeated.current) return;
    onPress?.(event);
  };
  return (
    <AriaButton
      {...props}
      onPress={press}
      onMouseDown={(event) => {
        isRepeated.current = event.detail > 1;
      }}
      className={classes(styles['button'], styles[kind], styles[size])}
    />
  );
}
