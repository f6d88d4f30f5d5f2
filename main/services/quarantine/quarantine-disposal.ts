import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { FolderPins } from '../../system/ports.ts';
import type { SinkRoot } from '../removal/batch.ts';
import type { Disposal } from '../removal/disposal.ts';

export interface QuarantineSettings {
  /** absolute, as `beginPart` gave it */
  readonly partFolder: string;
  /** two threads never write one index */
  readonly worker: number;
  readonly roots: readonly SinkRoot[];
  readonly pins: FolderPins;
  readonly style: PathStyle;
  readonly isCancelled: () => boolean;
}

/** Puts what the sink has compared into the part batch of a run, each thing told in the index before it is moved. */
export function createQuarantineDisposal(settings: QuarantineSettings): Disposal {
  throw new Error(`not there yet: ${settings.partFolder}`);
}
