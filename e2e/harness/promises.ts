import type { DemoManifest } from '../../main/demo/demo-manifest.ts';

type Kind = 'credentials' | 'databases' | 'received' | 'favourites' | 'stickers' | 'backups' | 'originals';

/** Repeated independently of the platform data, so that a wrong row there is noticed. */
const kinds: Readonly<Record<Kind, readonly RegExp[]>> = {
  credentials: [
    /\/all_users\/config\/global_config(\.crc)?$/,
    /\/all_users\/login\//,
    /\/All Users\/config\/[^/]+\.data$/,
    /\/config\/AccInfo\.dat$/,
    /\/global\/nt_db\/(login|sign)\.db/,
    /\/global\/nt_data\/Login\/\.\d+$/,
  ],
  databases: [
    /\/db_storage\/.*\.db(-wal|-shm)?$/,
    /\/Msg\/.*\.db(-wal|-shm)?$/,
    /\/nt_qq_\w+\/nt_db\/.*\.db/,
  ],
  received: [/\/msg\/file\//, /\/FileStorage\/File\//, /\/nt_data\/File\/Ori\//],
  favourites: [/\/business\/favorite\//, /\/FileStorage\/Fav\//],
  stickers: [/\/emoticon\/persist\//, /\/FileStorage\/CustomEmotion\//, /\/personal_emoji\//],
  backups: [/\/xwechat_files\/(Backup|old_backup)\//, /\/BackupFiles\//],
  originals: [
    /\/msg\/(attach|video)\//,
    /\/FileStorage\/(Image|Video)\//,
    /\/nt_data\/(Pic|Video)\/[\d-]+\/Ori\//,
  ],
};

/** The demo's files of one kind; throws if there are none, because the test would prove nothing. */
export function filesOf(manifest: DemoManifest, kind: Kind): readonly string[] {
  const paths = manifest.entries
    .filter((file) => file.platform !== null)
    .map((file) => file.path)
    .filter((path) => kinds[kind].some((pattern) => pattern.test(`/${path}`)));
  if (paths.length === 0) throw new Error(`the demo home has no ${kind}`);
  return paths;
}

/** Everything outside the messengers. */
export function ownersFilesIn(manifest: DemoManifest): readonly string[] {
  return manifest.entries.filter((file) => file.platform === null).map((file) => file.path);
}

/** What levels basic and system leave byte for byte without extras. */
export function promisedIn(manifest: DemoManifest): readonly string[] {
  const kept: readonly Kind[] = ['databases', 'received', 'favourites', 'stickers', 'backups', 'originals'];
  return [...kept.flatMap((kind) => filesOf(manifest, kind)), ...ownersFilesIn(manifest)];
}
