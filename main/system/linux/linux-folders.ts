import { realpath } from 'node:fs/promises';
import { posix } from 'node:path';
import type { KnownFolder } from '../../../app/platforms/platform.ts';
import { errorCode, throwFileLimit } from '../../engine/fs/errors.ts';
import { readRegular } from '../../engine/fs/regular-file.ts';
import { variable } from '../portable/environment.ts';
import type { Environment } from '../portable/environment.ts';
import type { KnownFolders } from '../ports.ts';
import { documentsFolder } from './user-dirs.ts';

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error));
}

/** Far more than any list of folders holds, in bytes. */
const longestList = 2 ** 20;

/** Through links, because settings are often kept elsewhere; a pipe or a device is not waited for. */
async function readList(path: string): Promise<string> {
  return (await readRegular(await realpath(path), longestList)).toString('utf8');
}

/** Known folders by HOME and the XDG rules. A relative XDG value counts as unset, as specified. */
export function linuxFolders(env: Environment): KnownFolders {
  const absolute = (name: string): readonly string[] => {
    const value = variable(env, 'linux', name);
    return value !== null && posix.isAbsolute(value) ? [posix.join(value)] : [];
  };
  const home = absolute('HOME');
  const inHome = (...segments: string[]): readonly string[] =>
    home.map((path) => posix.join(path, ...segments));
  const xdg = (name: string, ...usual: string[]): readonly string[] => {
    const set = absolute(name);
    return set.length > 0 ? set : inHome(...usual);
  };
  const userDirsFile = (): string | null => {
    const [config] = xdg('XDG_CONFIG_HOME', '.config');
    return config === undefined ? null : posix.join(config, 'user-dirs.dirs');
  };
  const userDirs = async (): Promise<readonly string[]> => {
    const [own] = home;
    const file = userDirsFile();
    if (file === null || own === undefined) return [];
    const text = await readList(file).catch((error: unknown) => {
      throwFileLimit(error);
      return '';
    });
    const folder = documentsFolder(text, own);
    return folder === null ? [] : [folder];
  };
  const documents = async (): Promise<readonly string[]> => [
    ...new Set([
      ...absolute('XDG_DOCUMENTS_DIR'),
      ...(await userDirs()),
      ...inHome('Documents'),
      ...inHome('文档'),
    ]),
  ];
  const wechatDataDir = async (): Promise<readonly string[]> => {
    const set = absolute('WECHAT_DATA_DIR');
    return set.length > 0 ? set : (await documents()).map((folder) => posix.join(folder, 'WeChat_Data'));
  };
  const places: Partial<Record<KnownFolder, () => readonly string[] | Promise<readonly string[]>>> = {
    home: () => home,
    documents,
    xdgConfig: () => xdg('XDG_CONFIG_HOME', '.config'),
    xdgData: () => xdg('XDG_DATA_HOME', '.local', 'share'),
    flatpak: () => inHome('.var', 'app'),
    wechatDataDir,
  };
  return {
    resolve: async (folder) => (await places[folder]?.()) ?? [],
    async unread() {
      const path = userDirsFile();
      if (path === null) return [];
      return readList(path).then(
        () => [],
        (error: unknown) => (isAbsent(error) ? [] : [{ path, code: errorCode(error) }]),
      );
    },
  };
}
