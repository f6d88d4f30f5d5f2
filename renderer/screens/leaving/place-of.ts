import { catalogue } from '../../../app/platforms/catalogue.ts';

const places = new Map(
  catalogue.flatMap((platform) =>
    platform.locations.map((location) => [location.id, location.paths[0] ?? null] as const),
  ),
);

/** A row's pattern as a person reads it: `cache/<month>/**` is `cache/…`. */
export function readablePattern(pattern: string): string {
  return pattern
    .split('/')
    .map((segment) => (/^(\*+|<.*>)$/.test(segment) ? '…' : segment))
    .filter((segment, index, all) => segment !== '…' || all[index - 1] !== '…')
    .join('/');
}

/** Where a location lies below its account or root; null for what belongs to no row. */
export function placeOf(location: string | null): string | null {
  const pattern = location === null ? null : places.get(location);
  return pattern === undefined || pattern === null ? null : readablePattern(pattern);
}
