import type { DiscoveryNote } from '../../../app/contract/accounts.ts';
import type { Unlooked } from './discovery.ts';

/** What one discovery met and where it looked, each thing once and in the order it was met. */
export interface DiscoveryNotes {
  note(kind: DiscoveryNote['kind'], path: string, detail?: string | null): void;
  looked(place: string): void;
  /** data of this messenger may be there, and the place could not be looked at */
  unlooked(of: Pick<Unlooked, 'platform' | 'kind'>, path: string, code: string): void;
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
    looked: (place) => void places.add(place),
    unlooked({ platform, kind }, path, code) {
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
