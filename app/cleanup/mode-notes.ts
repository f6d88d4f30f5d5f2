import type { VolumeView } from '../contract/plans.ts';
import type { RemovalMode } from './outcomes.ts';

/** The sentences that are said before a run begins, in the order of their weight. Their words are in `locale/<language>/volumes.ts`. */
export const modeNotes = [
  'read-only',
  'erase-once',
  'erase-network',
  'erase-copy-on-write',
  'erase-solid-state',
  'erase-encrypted',
  'erase-could-not-tell',
  'erase-not-everything',
  'delete-recoverable',
  'trash-stays',
  'trash-own-volume',
  'quarantine-stays',
  'quarantine-copies',
] as const;
export type ModeNote = (typeof modeNotes)[number];

type Known = Omit<VolumeView, 'root'>;

/** True when something about a volume that overwriting depends on was not said by the system. */
function isUntold(volume: Known): boolean {
  if (volume.network === 'yes') return false;
  return [volume.medium, volume.copyOnWrite, volume.network].includes('could-not-tell');
}

function erasing(volumes: readonly Known[]): readonly ModeNote[] {
  const notes: ModeNote[] = ['erase-once'];
  const local = volumes.filter(({ network }) => network !== 'yes');
  if (local.length < volumes.length) notes.push('erase-network');
  if (local.some(({ copyOnWrite }) => copyOnWrite === 'yes')) notes.push('erase-copy-on-write');
  if (local.some(({ medium }) => medium === 'solid-state')) notes.push('erase-solid-state');
  if (local.length > 0 && local.every(({ encrypted }) => encrypted === 'yes')) notes.push('erase-encrypted');
  if (volumes.length === 0 || volumes.some(isUntold)) notes.push('erase-could-not-tell');
  return [...notes, 'erase-not-everything'];
}

/**
 * What is honest to say about a way of removal on the volumes of a plan. The window and the command line ask the same
 * question here, so that neither promises more than the other.
 */
export function notesFor(mode: RemovalMode, volumes: readonly Known[]): readonly ModeNote[] {
  const first: readonly ModeNote[] = volumes.some(({ readOnly }) => readOnly === 'yes') ? ['read-only'] : [];
  if (mode === 'erase') return [...first, ...erasing(volumes)];
  if (mode === 'delete') return [...first, 'delete-recoverable'];
  if (mode === 'trash') return [...first, 'trash-stays', 'trash-own-volume'];
  const isCopied = volumes.some(({ sameAsQuarantine }) => !sameAsQuarantine);
  return [...first, 'quarantine-stays', ...(isCopied ? (['quarantine-copies'] as const) : [])];
}
