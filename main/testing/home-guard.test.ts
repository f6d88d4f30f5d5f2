import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { catalogue } from '../../app/platforms/catalogue.ts';
import { linuxFolders } from '../system/linux/linux-folders.ts';
import {
  demandApart,
  demandApartIn,
  environmentOf,
  placesIn,
  realHome,
  realHomeAt,
  realPlace,
} from './real-home.ts';

const isWindows = process.platform === 'win32';
const top = isWindows ? 'C:\\' : '/';
const at = (...segments: string[]): string => join(top, ...segments);

const mine = realHomeAt(at('home', 'me'));
const apart = at('tmp');

function demand(named: Readonly<Record<string, string>>, temporary = apart): void {
  demandApart(mine, { temporary, named });
}

describe('a test run', () => {
  it('as root, whose home is /root, works in /tmp', () => {
    demandApart(realHomeAt(at('root')), {
      temporary: at('tmp'),
      named: { HOME: at('tmp', 'signoff-home-x'), USERPROFILE: at('tmp', 'signoff-home-x') },
    });
  });

  it('works in a folder of the real home that is no messenger’s, as on Windows', () => {
    const temporary = at('home', 'me', 'AppData', 'Local', 'Temp');
    demand({ HOME: join(temporary, 'signoff-home-x') }, temporary);
  });

  it.each([
    ['the real home itself', at('home', 'me')],
    ['what the real home lies in', at('home')],
    ['the top of the disk', top],
    ['a messenger’s folder', at('home', 'me', 'xwechat_files')],
    ['a folder deep in a messenger’s', at('home', 'me', '.config', 'QQ', 'nt_qq_0', 'tmp')],
    ['what a messenger’s folder lies in', at('home', 'me', 'Documents')],
    ['no absolute path', 'somewhere'],
  ])('never has %s for its home', (_what, path) => {
    for (const name of ['HOME', 'USERPROFILE', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'])
      expect(() => demand({ HOME: at('tmp', 'x'), [name]: path })).toThrow(
        new RegExp(`^No test runs here, because ${name} is .*run again`),
      );
  });

  it.each([
    ['the real home', at('home', 'me')],
    ['what the real home lies in', top],
    ['a messenger’s folder', at('home', 'me', 'Documents', 'xwechat_files', 'tmp')],
  ])('never makes its folders in %s, and says what to set instead', (_what, path) => {
    expect(() => demand({}, path)).toThrow(/because TMPDIR is .*point that at an empty folder/);
  });

  it('is not stopped by a folder that only begins the same', () => {
    demand({ HOME: at('home', 'me2'), XDG_DATA_HOME: at('home', 'me', 'xwechat_files_mine') });
  });
});

describe('the data of the user who runs the tests', () => {
  it('is every folder below the home that discovery looks into', async () => {
    const folders = linuxFolders({ HOME: '/home/me' });
    for (const { data, state, system } of catalogue) {
      if (system !== 'linux') continue;
      const rules = [...data.rules.flatMap((rule) => (rule.by === 'folder' ? [rule] : [])), ...state];
      for (const { base, path } of rules)
        for (const place of await folders.resolve(base))
          expect(
            () =>
              demandApart(realHomeAt('/home/me'), { temporary: '/tmp', named: { HOME: `${place}/${path}` } }),
            `${place}/${path}`,
          ).toThrow('messenger');
    }
  });

  it('is found by the user database, whatever HOME says', () => {
    expect(realHome('/nowhere').path).toBe(realPlace(userInfo().homedir));
    expect(realHome('/nowhere').path).not.toBe(realPlace(homedir()));
  });

  it('is known behind a link, also below a folder that is not there yet', () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-guard-')));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'link'), 'junction');
    expect(realPlace(join(folder, 'link', 'xwechat_files', 'a'))).toBe(
      join(folder, 'real', 'xwechat_files', 'a'),
    );
    const real = realHomeAt(join(folder, 'real'));
    const named = { HOME: realPlace(join(folder, 'link')) };
    expect(() => demandApart(real, { temporary: apart, named })).toThrow('the real home folder');
  });
});

describe('the environment of a test', () => {
  const before = {
    PATH: '/bin',
    HOME: at('home', 'me'),
    UserProfile: at('home', 'me'),
    XDG_CONFIG_HOME: at('home', 'me', '.config'),
    XDG_DOCUMENTS_DIR: at('home', 'me', 'Documents'),
    XDG_SESSION_ID: '1',
    WECHAT_DATA_DIR: at('home', 'me', 'WeChat'),
    OneDriveConsumer: at('home', 'me', 'OneDrive'),
  };

  it('leads to its own home and nowhere else', () => {
    const home = at('tmp', 'x');
    const after = environmentOf(home, before);
    expect(after).toEqual({ PATH: '/bin', HOME: home, USERPROFILE: home });
    demand(placesIn(after));
    for (const name of ['HOME', 'XDG_CONFIG_HOME', 'XDG_DOCUMENTS_DIR'] as const)
      expect(() => demand({ [name]: placesIn(before)[name] ?? '' })).toThrow(name);
  });

  it('is the one that this very test has', () => {
    expect(realPlace(homedir()).startsWith(realPlace(tmpdir()))).toBe(true);
    expect(readdirSync(homedir())).toEqual([]);
    expect(Object.keys(process.env).filter((name) => name.startsWith('XDG_'))).toEqual([]);
    demandApartIn(process.env, realHome('/nowhere'));
    const messengers = [realPlace(homedir())];
    expect(() => demandApartIn(process.env, { ...mine, messengers })).toThrow('because HOME is');
  });
});
