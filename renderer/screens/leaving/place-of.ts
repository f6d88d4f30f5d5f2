import { catalogue } from '../../../app/platforms/catalogue.ts';

const places = new Map(
  catalogue.flatMap((platform) =>
    platform.locations.map((location) => [location.id, location.paths[0] ?? null] as const),
  ),
);

/** Where a location lies, as its row says it; null for what belongs to no row. */
export function placeOf(location: string | null): string | null {
  return location === null ? null : (places.get(location) ?? null);
}
