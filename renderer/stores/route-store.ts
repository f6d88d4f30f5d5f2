import { createStore } from 'zustand/vanilla';

export const places = ['leave', 'storage', 'timeline', 'restore', 'guide', 'records', 'settings'] as const;
export type Place = (typeof places)[number];

export interface Route {
  readonly place: Place;
  /** what is open inside the place, such as a run id or a guide's section; '' = the place itself */
  readonly detail: string;
}

/** `#/records/run-1` → records, run-1. Unknown routes lead home. */
export function routeOf(hash: string): Route {
  const [place = '', ...rest] = hash.replace(/^#\/?/, '').split('/');
  const known = places.find((candidate) => candidate === place);
  return known === undefined
    ? { place: 'leave', detail: '' }
    : { place: known, detail: decodeURIComponent(rest.join('/')) };
}

export function hashOf(route: Route): string {
  return `#/${route.place}${route.detail === '' ? '' : `/${encodeURIComponent(route.detail)}`}`;
}

/** The current route, kept in the URL fragment for reload and Back. */
export function createRouteStore(window: Window) {
  const store = createStore<Route>(() => routeOf(window.location.hash));
  window.addEventListener('hashchange', () => store.setState(routeOf(window.location.hash), true));
  return {
    store,
    /** follows an address of the renderer, such as `#/leave/all`, also when it is there already */
    follow(hash: string): void {
      if (window.location.hash === hash) store.setState(routeOf(hash), true);
      else window.location.hash = hash;
    },
    go(place: Place, detail = ''): void {
      window.location.hash = hashOf({ place, detail });
    },
  };
}
