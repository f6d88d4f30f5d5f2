import type { Dialog, MessageBoxOptions, MessageBoxReturnValue } from 'electron';
import { demandReady, lifetime } from '../app/lifetime.ts';
import { records } from '../records.ts';

const early = 'dialog module can only be used after app is ready';

/** Answers that a test has laid ready, by the button's place; without one the box is cancelled. */
export const messageBoxAnswers: number[] = [];

/** docs/api/dialog.md: with or without a window first. */
function optionsOf(args: readonly unknown[]): MessageBoxOptions {
  return (args.length > 1 ? args[1] : args[0]) as MessageBoxOptions;
}

function answer(args: readonly unknown[]): MessageBoxReturnValue {
  demandReady(early);
  const options = optionsOf(args);
  records.messageBoxes.push(options);
  const response = messageBoxAnswers.shift() ?? options.cancelId ?? 0;
  return { response, checkboxChecked: options.checkboxChecked ?? false };
}

/** The `dialog` module: nothing waits for a person. */
export const dialog: Pick<Dialog, 'showErrorBox' | 'showMessageBox' | 'showMessageBoxSync'> = {
  /** Before `ready` Linux prints the text and shows no box (docs/api/dialog.md). */
  showErrorBox(title, content) {
    if (lifetime.isReady || process.platform !== 'linux') records.errorBoxes.push({ title, content });
    process.stderr.write(`${lifetime.isReady ? '[error box] ' : ''}${title}\n${content}\n`);
  },
  showMessageBox: (...args: readonly unknown[]) => {
    try {
      return Promise.resolve(answer(args));
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  },
  showMessageBoxSync: (...args: readonly unknown[]) => answer(args).response,
};
