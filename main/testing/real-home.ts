import { realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { isAtOrBelow } from '../../app/cleanup/containment.ts';
import type { PathStyle } from '../../app/cleanup/containment.ts';
import { catalogue } from '../../app/platforms/catalogue.ts';
import type { KnownFolder } from '../../app/platforms/platform.ts';
import type { Environment } from '../system/portable/environment.ts';

/** The home of the user who runs the tests: no test may work in it. */
export interface RealHome {
  readonly path: string;
  /** the folders of messengers below it, whether they exist or not */
  readonly messengers: readonly string[];
}

/** The folders that a test run writes into, each by the variable that sets it. */
export interface Places {
  /** where every test makes its folders */
  readonly temporary: string;
  readonly named: Readonly<Record<string, string>>;
}

const style: PathStyle = process.platform === 'win32' ? 'windows' : 'posix';

/** Every usual place of a known folder, for all systems: one too many only refuses. */
const usual: Partial<Record<KnownFolder, readonly string[]>> = {
  home: ['.'],
  documents: ['Documents', '文档'],
  roaming: ['AppData/Roaming'],
  local: ['AppData/Local'],
  xdgConfig: ['.config'],
  xdgData: ['.local/share'],
  flatpak: ['.var/app'],
  library: ['Library'],
  wechatDataDir: ['Documents/WeChat_Data', '文档/WeChat_Data'],
};

/** The path up to the first segment with a pattern. */
function withoutPattern(path: string): string {
  const segments = path.split('/');
  const first = segments.findIndex((segment) => /[*?{<]/.test(segment));
  return (first < 0 ? segments : segments.slice(0, first)).join('/');
}

/** A home folder and everything below it in which the catalogue looks for a messenger. */
export function realHomeAt(path: string): RealHome {
  const places = catalogue.flatMap(({ data, state }) => [
    ...data.rules.flatMap((rule) => (rule.by === 'folder' ? [rule] : [])),
    ...state,
  ]);
  const messengers = places.flatMap((place) =>
    (usual[place.base] ?? []).map((base) => join(path, base, withoutPattern(place.path))),
  );
  return { path, messengers: [...new Set(messengers)].filter((folder) => folder !== path) };
}

/** The real path, links resolved, as far as it exists. */
export function realPlace(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const whole = resolve(path);
    return dirname(whole) === whole ? whole : join(realPlace(dirname(whole)), basename(whole));
  }
}

/** The home folder from the system's user database, which no variable moves. */
export function realHome(fallback: string): RealHome {
  let path = fallback;
  try {
    path = userInfo().homedir;
  } catch {
    // a user without an entry there, as in a container
  }
  return realHomeAt(realPlace(path));
}

/** The variables that name a folder with user data; a relative path is ignored. */
export function placesIn(env: Environment): Readonly<Record<string, string>> {
  const name = /^(HOME|USERPROFILE|APPDATA|LOCALAPPDATA|OneDrive\w*|WECHAT_DATA_DIR|XDG_\w+_(HOME|DIR))$/i;
  return Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) =>
      name.test(key) && value !== undefined && isAbsolute(value) ? [[key, value]] : [],
    ),
  );
}

/** The environment of a test: no variable leads to another home. */
export function environmentOf(home: string, env: Environment): Environment {
  const leads = /^(XDG_\w+|APPDATA|LOCALAPPDATA|PUBLIC|OneDrive\w*|WECHAT_DATA_DIR)$/i;
  const rest = Object.entries(env).filter(([key]) => !leads.test(key) && !/^USERPROFILE$/i.test(key));
  return { ...Object.fromEntries(rest), HOME: home, USERPROFILE: home };
}

function refuse(name: string, path: string, what: string): never {
  throw new Error(
    `No test runs here, because ${name} is ${path}, and ${what}. ` +
      'Each test makes its home in TMPDIR: point that at an empty folder of its own, such as /tmp/tests, and run again.',
  );
}

function isAtOrAbove(path: string, other: string): boolean {
  return isAtOrBelow(path, other, style);
}

function demandOne(real: RealHome, name: string, path: string, isTemporary: boolean): void {
  if (!isAtOrBelow(path, path, style)) refuse(name, path, 'it is no absolute path');
  if (isAtOrAbove(path, real.path)) refuse(name, path, `the real home folder ${real.path} is or lies in it`);
  for (const folder of real.messengers) {
    if (isAtOrBelow(folder, path, style)) refuse(name, path, `a messenger keeps its data in ${folder}`);
    // the system's own temporary folder may well hold a messenger's: no test does anything to it as a whole
    if (!isTemporary && isAtOrAbove(path, folder))
      refuse(name, path, `a messenger’s folder ${folder} lies in it`);
  }
}

/**
 * Throws, with the way out, when a test that works in these places could reach the user's own data. Takes real paths;
 * call it before anything is written.
 */
export function demandApart(real: RealHome, { temporary, named }: Places): void {
  demandOne(real, 'TMPDIR', temporary, true);
  for (const [name, path] of Object.entries(named)) demandOne(real, name, path, false);
}

/** The same for the environment that a test hands to the code under test, with the links of this disk resolved. */
export function demandApartIn(env: Environment, real: RealHome): void {
  const named = Object.entries(placesIn(env)).map(([name, path]) => [name, realPlace(path)] as const);
  demandApart(real, { temporary: realPlace(tmpdir()), named: Object.fromEntries(named) });
}
