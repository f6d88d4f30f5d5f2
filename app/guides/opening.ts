import { productNamesIn } from '../platforms/platform.ts';
import type { Product, SystemName } from '../platforms/platform.ts';
import type { DrawingId } from './drawing-ids.ts';
import type { Bilingual } from './fact.ts';

/** How to open a messenger that does not run, so that it can be signed out of. */
export interface Opening {
  /** what to click, one after the other */
  readonly clicks: readonly Bilingual[];
  readonly drawing: DrawingId;
}

const places: Readonly<Record<SystemName, { readonly place: Bilingual; readonly drawing: DrawingId }>> = {
  windows: {
    place: { 'zh-CN': '「开始」菜单', 'en-US': 'the Start menu' },
    drawing: 'open-from-menu',
  },
  linux: {
    place: { 'zh-CN': '应用菜单', 'en-US': 'the application menu' },
    drawing: 'open-from-menu',
  },
  macos: {
    place: { 'zh-CN': '「访达」里的「应用程序」', 'en-US': 'Applications in the Finder' },
    drawing: 'mac-open',
  },
};

export function openingOf(product: Product, system: SystemName): Opening {
  const { place, drawing } = places[system];
  const name: Bilingual = {
    'zh-CN': productNamesIn('zh-CN')[product],
    'en-US': productNamesIn('en-US')[product],
  };
  return { clicks: [place, name], drawing };
}
