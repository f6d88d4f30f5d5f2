import type { DiscoveryNote } from '../../../app/contract/accounts.ts';
import type { Unlooked } from './discovery.ts';

/** Collects the notes and searched places of one discovery, without duplicates and in order. */
export interface DiscoveryNotes {
  note(kind: DiscoveryNote['kind'], path: string, detail?: string | null): void;
  addSearched(place: string): void;
  /** adds a place that could not be read and may hold this messenger's data */
  addUnlooked(of: Pick<Unlooked, 'platform' | 'kind'>, path: string, code: string): void;
  readonly unlookedPlaces: readonly Unlooked[];
  readonly notes: readonly DiscoveryNote[];
  readonly lookedIn: readonly string[];
}

export function createDiscoveryNotes(): DiscoveryNotes {
  const notes = new Map<string, DiscoveryNote>();
  const places = new Set<string>();
  const unlooked = new Map<string, Unlooked>();
  return {
    note(kind, path, detail = null) {
      const key = JSON.stringify([kind, path, detail]);
      if (!notes.has(key)) notes.set(key, { kind, path, detail });
    },
    addSearched: (place) => void places.add(place),
    addUnlooked({ platform, kind }, path, code) {
      unlooked.set(JSON.stringify([platform.id, kind, path]), { platform, kind, path, code });
    },
    get unlookedPlaces() {
      return [...unlooked.values()];
    },
    get notes() {
      return [...notes.values()];
    },
    get lookedIn() {
      return [...places];
    },
  };
}
