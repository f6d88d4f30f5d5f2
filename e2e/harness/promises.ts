import { catalogue } from '../../app/platforms/catalogue.ts';
import type { Location } from '../../app/platforms/platform.ts';
import type { DemoFile, DemoManifest } from '../../main/services/demo/demo-manifest.ts';

/** The row of the platform data that a demo file was made for, or null for files that no row describes. */
function rowOf(file: DemoFile): Location | null {
  const platform = catalogue.find((candidate) => candidate.id === file.platform);
  return platform?.locations.find((row) => row.id === file.row) ?? null;
}

export function credentialsIn(manifest: DemoManifest): readonly string[] {
  return manifest.entries
    .filter((file) => {
      const row = rowOf(file);
      return row?.category === 'credentials' && row.level === 'system';
    })
    .map((file) => file.path);
}

/** What levels basic and system promise to leave byte for byte: databases, received files, favourites, stickers, backups. */
export function promisedIn(manifest: DemoManifest): readonly string[] {
  return manifest.entries
    .filter((file) => {
      const row = rowOf(file);
      if (file.platform === null) return true;
      return row !== null && (row.level === 'deep' || row.level === 'never' || row.optIn !== undefined);
    })
    .map((file) => file.path);
}

/** Everything that does not belong to a messenger. */
export function ownersFilesIn(manifest: DemoManifest): readonly string[] {
  return manifest.entries.filter((file) => file.platform === null).map((file) => file.path);
}
