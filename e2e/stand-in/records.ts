import type { MessageBoxOptions } from 'electron';

export interface Box {
  readonly title: string;
  readonly content: string;
}

/** Something that a page wanted and did not get, and who said no. */
export interface Refusal {
  readonly by:
    'will-frame-navigate' | 'will-navigate' | 'will-redirect' | 'webRequest' | 'scheme' | 'window.open';
  readonly url: string;
}

/** Effects outside of the windows, for a test to look at; each list is oldest first. */
export const records = {
  errorBoxes: [] as Box[],
  messageBoxes: [] as MessageBoxOptions[],
  refusals: [] as Refusal[],
  /** the newest answer of the session's permission handlers for each name */
  permissions: new Map<string, boolean>(),
  /** other calls with an effect: name and arguments */
  calls: [] as (readonly [name: string, ...args: unknown[]])[],
};

export function recordCall(name: string, ...args: unknown[]): void {
  records.calls.push([name, ...args]);
}

export function recordRefusal(by: Refusal['by'], url: string): void {
  records.refusals.push({ by, url });
}
