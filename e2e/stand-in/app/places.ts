import { existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';

const belowHome: Readonly<Record<string, string>> = {
  home: '',
  desktop: 'Desktop',
  documents: 'Documents',
  downloads: 'Downloads',
  music: 'Music',
  pictures: 'Pictures',
  videos: 'Videos',
};

/** `app.getPath` and `app.setPath`: the names of GetPathConstant in shell/browser/api/electron_api_app.cc. */
export class Places {
  readonly #set = new Map<string, string>();

  get(name: string, appName: string): string {
    const set = this.#set.get(name);
    if (set !== undefined) return set;
    const home = process.env['HOME'] || homedir();
    const below = belowHome[name];
    if (below !== undefined) return join(home, below);
    const appData = process.env['XDG_CONFIG_HOME'] || join(home, '.config');
    switch (name) {
      case 'appData':
        return appData;
      case 'userData':
      case 'sessionData':
        return name === 'sessionData' ? this.get('userData', appName) : join(appData, appName);
      case 'logs':
      case 'crashDumps':
        return join(this.get('userData', appName), name === 'logs' ? 'logs' : 'Crashpad');
      case 'cache':
        return process.env['XDG_CACHE_HOME'] || join(home, '.cache');
      case 'temp':
        return tmpdir();
      case 'exe':
      case 'module':
        return process.argv[0] ?? '';
      default:
        throw new Error(`Failed to get '${name}' path`);
    }
  }

  /** docs/api/app.md: a folder that does not exist is an error. */
  set(name: string, path: string, appName: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
    this.get(name, appName);
    if (!existsSync(path)) throw new Error('Failed to set path');
    this.#set.set(name, path);
  }
}
