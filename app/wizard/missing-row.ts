import type { DiscoveryView } from '../contract/accounts.ts';
import type { HostView } from '../contract/host.ts';
import type { UsageView } from '../contract/usage.ts';
import type { Dictionary } from '../locale/dictionaries.ts';
import type { Language } from '../locale/dictionary.ts';
import { formatBytes, formatCount } from '../locale/format.ts';
import { wechat4Data } from '../platforms/wechat-4-layout.ts';
import { wechat3Data } from '../platforms/wechat-windows-3.ts';

/** What the report is made of. */
export interface MissingRowFacts {
  readonly host: Pick<HostView, 'version' | 'system' | 'home' | 'locationsCheckedOn'>;
  readonly discovery: DiscoveryView;
  readonly usage: Pick<UsageView, 'otherFolders'>;
}

/** Folders of WeChat that lie beside the accounts; any other name there may be an account's. */
const besideAccounts: ReadonlySet<string> = new Set([...wechat4Data.notAccounts, ...wechat3Data.notAccounts]);

/** The names that must not leave this computer, in lower case. */
function privateNames({ host, discovery }: MissingRowFacts): readonly string[] {
  const user = host.home.split(/[\\/]/u).findLast((name) => name !== '') ?? '';
  const accounts = discovery.accounts.flatMap(({ folder, key, displayName }) => [
    folder,
    key,
    displayName ?? '',
  ]);
  return [user, ...accounts].map((name) => name.toLowerCase()).filter((name) => name !== '');
}

/** A short name counts only as a whole word: `li` is no part of `client`. */
function holds(segment: string, name: string): boolean {
  const text = segment.toLowerCase();
  return name.length < 3 ? text.split(/[^\p{L}\p{N}]+/u).includes(name) : text.includes(name);
}

const month = /^\d{4}-(?:0[1-9]|1[0-2])$/u;
const accountName = /^(?:wxid_.*|nt_qq_.+|.*_[0-9a-f]{4}|[1-9]\d{4,11})$/iu;
/** Words as programs name their folders: no number that could be an account's, no hash, no other script. */
const programWord = /^(?!.*\d{3})(?!.*[0-9a-f]{8})[A-Za-z0-9 ._-]{1,32}$/iu;

/** A folder's name, or what stands for a name that could be a person's. */
function publicName(segment: string, names: readonly string[]): string {
  if (names.some((name) => holds(segment, name)) || accountName.test(segment)) return '<account>';
  if (month.test(segment)) return '<month>';
  return programWord.test(segment) ? segment : '<name>';
}

function publicPath(path: string, isBesideAccounts: boolean, names: readonly string[]): string {
  if (path === '') return '.';
  const [first = '', ...rest] = path.split('/');
  const top = isBesideAccounts && !besideAccounts.has(first) ? '<account>' : publicName(first, names);
  return [top, ...rest.map((segment) => publicName(segment, names))].join('/');
}

/**
 * The largest unknown folders as a text for the makers of SignOff. Says the messenger and the path below its data
 * folder; names of accounts and of the user are replaced, and so is whatever does not look like a program's own word.
 */
export function missingRowText(facts: MissingRowFacts, texts: Dictionary, language: Language): string {
  const { host, discovery, usage } = facts;
  const names = privateNames(facts);
  const lines = usage.otherFolders.map(({ rootId, path, files, bytes }) => {
    const root = discovery.roots.find(({ id }) => id === rootId);
    const where = root === undefined ? texts.common.missingRow.named : `${root.platform} ${root.kind}`;
    const isBesideAccounts = root?.kind === 'data' && root.product === 'wechat';
    const shown = publicPath(path, isBesideAccounts, names);
    const amount = texts.common.files({ count: formatCount(files, language) });
    return `${where}: ${shown} (${amount}, ${formatBytes(bytes, language)})`;
  });
  const { version, system, locationsCheckedOn: date } = host;
  return [texts.common.missingRow.head({ version, system, date }), ...lines].join('\n');
}
