import type { DiscoveryNote } from '../../../app/contract/accounts.ts';
import type { DataPlace, UnreadPlace } from './discovery.ts';

/** Collects the notes and searched places of one discovery, without duplicates and in order. */
export interface DiscoveryNotes {
  note(kind: DiscoveryNote['kind'], path: string, detail?: string | null): void;
  addSearched(place: string): void;
  addDataPlace(place: DataPlace): void;
  /** adds a place that could not be read and may hold this messenger's data */
  addUnread(of: Pick<UnreadPlace, 'platform' | 'kind'>, path: string, code: string): void;
  readonly unreadPlaces: readonly UnreadPlace[];
  readonly notes: readonly DiscoveryNote[];
  readonly lookedIn: readonly string[];
  readonly dataPlaces: readonly DataPlace[];
}

export function createDiscoveryNotes(): DiscoveryNotes {
  const notes = new Map<string, DiscoveryNote>();
  const places = new Set<string>();
  const unread = new Map<string, UnreadPlace>();
  const dataPlaces = new Map<string, DataPlace>();
  return {
    note(kind, path, detail = null) {
      const key = JSON.stringify([kind, path, detail]);
      if (!notes.has(key)) notes.set(key, { kind, path, detail });
    },
    addSearched: (place) => void places.add(place),
    addDataPlace(place) {
      const { base, isLinked, path, caseless, of } = place;
      dataPlaces.set(JSON.stringify([base, isLinked, path, caseless, of?.platform.id, of?.kind]), place);
    },
    addUnread({ platform, kind }, path, code) {
      unread.set(JSON.stringify([platform.id, kind, path]), { platform, kind, path, code });
    },
    get unreadPlaces() {
      return [...unread.values()];
    },
    get notes() {
      return [...notes.values()];
    },
    get lookedIn() {
      return [...places];
    },
    get dataPlaces() {
      return [...dataPlaces.values()];
    },
  };
}
