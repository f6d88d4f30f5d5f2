import { SignOffError } from '../../app/contract/errors.ts';
import type { System } from '../system/system.ts';
import type { AssistantOptions } from './assistant.ts';

/** Emptying the clipboard. */
export interface ClipboardWiring {
  canClear(): boolean;
  /** throws `clipboard-not-cleared` */
  clear(): Promise<void>;
}

/** The system's own calls come first, because they say whether it worked; then the host's. */
export function wireClipboard(
  options: Pick<AssistantOptions, 'clipboard'>,
  system: Pick<System, 'clipboard'>,
): ClipboardWiring {
  const reachable = () => [system.clipboard, options.clipboard].find((one) => one?.isAvailable() === true);
  return {
    canClear: () => reachable() !== undefined,
    async clear() {
      const answer = await reachable()?.clear();
      if (answer === undefined) throw new SignOffError('clipboard-not-cleared', { why: 'not-available' });
      const { kind } = answer;
      if (kind === 'failed')
        throw new SignOffError('clipboard-not-cleared', { why: kind, reason: answer.reason });
      if (kind === 'held') throw new SignOffError('clipboard-not-cleared', { why: kind });
    },
  };
}
