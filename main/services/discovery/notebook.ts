import type { DiscoveryNote } from '../../../app/contract/views.ts';

/** What one discovery met and where it looked, each thing once and in the order it was met. */
export interface Notebook {
  note(kind: DiscoveryNote['kind'], path: string, detail?: string | null): void;
  looked(place: string): void;
  readonly notes: readonly DiscoveryNote[];
  readonly lookedIn: readonly string[];
}

export function createNotebook(): Notebook {
  const notes = new Map<string, DiscoveryNote>();
  const places = new Set<string>();
  return {
    note(kind, path, detail = null) {
      const key = JSON.stringify([kind, path, detail]);
      if (!notes.has(key)) notes.set(key, { kind, path, detail });
    },
    looked: (place) => void places.add(place),
    get notes() {
      return [...notes.values()];
    },
    get lookedIn() {
      return [...places];
    },
  };
}
