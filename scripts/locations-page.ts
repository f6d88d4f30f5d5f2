import { catalogue, catalogueCheckedOn } from '../app/platforms/catalogue.ts';
import { productNamesIn, products } from '../app/platforms/platform.ts';
import type { KnownFolder, Location, Platform, RootRule, SystemName } from '../app/platforms/platform.ts';

/** The tables of docs/locations.md, made from the catalogue so that they cannot say anything else. */

const systems = ['windows', 'macos', 'linux'] as const satisfies readonly SystemName[];
const systemNames: Readonly<Record<SystemName, string>> = {
  windows: 'Windows',
  macos: 'macOS',
  linux: 'Linux',
};

const bases: Readonly<Record<KnownFolder, string>> = {
  home: '~',
  documents: '<documents>',
  roaming: '%APPDATA%',
  local: '%LOCALAPPDATA%',
  publicDocuments: '%PUBLIC%/Documents',
  programData: '%ProgramData%',
  drives: '<drive>',
  xdgConfig: '$XDG_CONFIG_HOME',
  xdgData: '$XDG_DATA_HOME',
  flatpak: '~/.var/app',
  library: '~/Library',
  wechatDataDir: '$WECHAT_DATA_DIR',
};

const supportNames: Readonly<Record<Platform['support'], string>> = {
  clean: 'cleaned',
  'basic-only': 'caches and logs only',
  'detect-only': 'measured only',
};

/** What brings a row's files back after they are gone. */
const ways: Readonly<Record<Location['recoverability'], string>> = {
  auto: 'the app',
  redownload: 'download',
  phone: 'the phone',
  none: 'nothing',
  login: 'signing in',
};

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  const unique = [...new Set(rows.map(line))];
  return [line(head), line(head.map(() => '---')), ...unique].join('\n');
}

function placeOf(rule: RootRule): string {
  if (rule.by === 'folder') return code(`${bases[rule.base]}/${rule.path}`);
  if (rule.by === 'registry') return `${code(`${rule.key}\\${rule.value}`)} names it`;
  return `${code(`${bases[rule.base]}/${rule.file}`)} names it`;
}

/** The level that takes a row, as the selection decides it for this platform. */
function levelOf({ level, optIn, confidence }: Location, support: Platform['support']): string {
  if (support === 'detect-only' || level === 'never' || confidence === 'C') return 'measured';
  return optIn === undefined ? level : `${level}, with ${optIn} ticked`;
}

function supportOf({ support, locations }: Platform): string {
  const isMeasured = locations.every((row) => levelOf(row, support) === 'measured');
  return supportNames[isMeasured ? 'detect-only' : support];
}

function placesTable(platforms: readonly Platform[]): string {
  const rows = platforms.flatMap((platform) => {
    const { data, state, line } = platform;
    const done = supportOf(platform);
    return [
      ...data.rules.map((rule) => [rule.rule, line, placeOf(rule), done]),
      ...state.map(({ base, path }) => ['', line, code(`${bases[base]}/${path}`), done]),
    ];
  });
  return table(['rule', 'line', 'place', 'what is done'], rows);
}

const within = { account: '<account folder>/', root: '', state: '' } as const;

function rowsTable(platforms: readonly Platform[]): string {
  const rows = platforms.flatMap(({ locations, support }) =>
    locations.map((row) => [
      row.id,
      row.paths.map((path) => code(`${within[row.in]}${path}`)).join(' '),
      row.category,
      levelOf(row, support),
      ways[row.recoverability],
      row.confidence,
    ]),
  );
  return table(['row', 'paths', 'kind', 'goes at level', 'comes back from', 'evidence'], rows);
}

function sections(): string {
  const names = productNamesIn('en-US');
  return products
    .flatMap((product) => systems.map((system) => ({ product, system })))
    .flatMap(({ product, system }) => {
      const platforms = catalogue.filter((one) => one.product === product && one.system === system);
      if (platforms.length === 0) return [];
      const title = `### ${names[product]} on ${systemNames[system]}`;
      return [`${title}\n\n${placesTable(platforms)}\n\n${rowsTable(platforms)}`];
    })
    .join('\n\n');
}

const begin = '<!-- generated: locations -->';
const end = '<!-- end: locations -->';

/** `document` with its tables made anew; throws when a marker is missing. */
export function withLocations(document: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from === -1 || to < from) throw new Error('docs/locations.md has no section for the tables');
  return `${document.slice(0, from)}${begin}\n\nLast checked against the sources on ${catalogueCheckedOn}.\n\n${sections()}\n\n${document.slice(to)}`;
}
