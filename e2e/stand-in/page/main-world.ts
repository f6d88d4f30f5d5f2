import { Crossing } from './crossing.ts';

declare const standInNames: { readonly main: string; readonly isolated: string };

function freezeDeeply(value: unknown): unknown {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value;
  for (const item of Object.values(value)) freezeDeeply(item);
  return Object.freeze(value);
}

/** The page's own world: what the preload exposes appears on `window`, read-only (docs/api/context-bridge.md). */
if (globalThis.top === globalThis.self) {
  const crossing = new Crossing(standInNames.main, standInNames.isolated);
  crossing.onExpose = (name, api) => {
    if (name in globalThis)
      throw new Error(`Cannot bind an API on top of an existing property on the window object`);
    Object.defineProperty(globalThis, name, { value: freezeDeeply(api), enumerable: true });
  };
}
