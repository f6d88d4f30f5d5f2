import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dictionaries } from '../../../../app/locale/dictionaries.ts';
import { launchOptions } from '../start/launch-options.ts';
import { appId } from './app-id.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

it('is the id under which the app is packaged', () => {
  expect(read('electron-builder.yml')).toContain(`\nappId: ${appId}\n`);
});

it('has desktop actions that open sheets under the tray’s names', () => {
  const actions = [
    ...read('electron-builder.yml').matchAll(
      /Name: (.+)\n +Name\[zh_CN\]: (.+)\n +Exec: (?:\/opt\/SignOff\/signoff|AppRun) (--open=\S+)\n/gu,
    ),
  ];
  expect(actions).toHaveLength(6);
  for (const [, english = '', chinese = '', option = ''] of actions) {
    const { open } = launchOptions(['signoff', option]);
    if (open === null) throw new Error(`${option} opens nothing`);
    expect(english).toBe(dictionaries['en-US'].host.tray.menu[open]);
    expect(chinese).toBe(dictionaries['zh-CN'].host.tray.menu[open]);
  }
});

it('has one name in the package and in the packaged app, which macOS shows in its menu', () => {
  const { productName, desktopName } = JSON.parse(read('package.json')) as Record<string, string>;
  expect(read('electron-builder.yml')).toContain(`\nproductName: ${String(productName)}\n`);
  expect(desktopName).toBe('signoff.desktop');
});
