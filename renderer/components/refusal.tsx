import type { ContractError } from '../../app/contract/errors.ts';
import { useErrorText, useTexts } from '../language/use-texts.ts';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';

interface Props {
  readonly error: ContractError | null;
  readonly onRead: () => void;
}

/** Why the last press did nothing, until the person has read it. */
export function Refusal({ error, onRead }: Props) {
  const { common } = useTexts();
  const errorText = useErrorText();
  if (error === null) return null;
  return (
    <Callout
      tone="medium"
      icon="info"
      title={errorText(error)}
      action={<Button onPress={onRead}>{common.read}</Button>}
      live
    />
  );
}
