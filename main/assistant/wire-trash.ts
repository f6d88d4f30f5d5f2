import { posix } from 'node:path';
import type { AssistantOptions } from './assistant.ts';
import { answerTrash } from '../system/portable/asking-bin.ts';
import { variable } from '../system/portable/environment.ts';
import type { TrashPlace } from '../system/ports.ts';

/** Where the bin of this host is, and the end of listening for it. */
export interface TrashWiring {
  readonly place: TrashPlace | null;
  close(): void;
}

const nothing = (): void => undefined;

function dataHomeOf(env: AssistantOptions['env']): string | null {
  const named = variable(env, 'linux', 'XDG_DATA_HOME');
  if (named !== null && posix.isAbsolute(named)) return named;
  const home = variable(env, 'linux', 'HOME');
  return home !== null && posix.isAbsolute(home) ? posix.join(home, '.local', 'share') : null;
}

/** Linux needs nobody's help; elsewhere only a host that can ask the desktop has a bin. */
export function wireTrash(options: Pick<AssistantOptions, 'env' | 'system' | 'trashItem'>): TrashWiring {
  if (options.system === 'linux') {
    const dataHome = dataHomeOf(options.env);
    return { place: dataHome === null ? null : { kind: 'xdg', dataHome }, close: nothing };
  }
  if (options.trashItem === undefined) return { place: null, close: nothing };
  return answerTrash(options.trashItem);
}
