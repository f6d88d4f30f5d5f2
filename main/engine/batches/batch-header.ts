import type { Identity } from '../../system/ports.ts';

/** What a batch says of itself; given by the run that puts things aside. */
export interface BatchHeader {
  readonly runId: string;
  /** when the run began */
  readonly at: number;
  readonly roots: readonly { readonly realPath: string; readonly identity: Identity }[];
  readonly accounts: readonly { readonly accountId: string; readonly folder: string }[];
}

/** How much lies in one thing or in all of them. */
export interface PutAside {
  readonly files: number;
  readonly bytes: number;
  readonly allocated: number;
}
