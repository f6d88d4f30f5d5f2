import type { Identity } from '../../system/ports.ts';

/** The description of a batch, written by the run that fills it. */
export interface BatchHeader {
  readonly runId: string;
  /** when the run began */
  readonly at: number;
  readonly roots: readonly { readonly realPath: string; readonly identity: Identity }[];
  readonly accounts: readonly { readonly accountId: string; readonly folder: string }[];
}

/** The size of one item or of all items. */
export interface PutAside {
  readonly files: number;
  readonly bytes: number;
  readonly allocated: number;
}
