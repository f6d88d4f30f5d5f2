import { expect, it, vi } from 'vitest';
import { appMenu } from './app-menu.ts';

it('is macOS’s own, with a quit that asks', () => {
  const quit = vi.fn();
  const [first] = appMenu('macos', { product: '安心下机', quit: '退出安心下机' }, quit) ?? [];
  if (!Array.isArray(first?.submenu)) throw new Error('no menu');
  expect(first.submenu.some(({ role }) => role === 'quit')).toBe(false);
  first.submenu.at(-1)?.click?.({} as never, undefined, {});
  expect(quit).toHaveBeenCalledOnce();
});

it.each(['windows', 'linux'] as const)('is none on %s', (system) => {
  expect(appMenu(system, { product: 'p', quit: 'q' }, vi.fn())).toBeNull();
});
