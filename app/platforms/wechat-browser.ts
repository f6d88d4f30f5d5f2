import type { Location } from './platform.ts';

/** What the browser inside WeChat 4.x keeps below the state folder, the same on every system. */
export const browserCaches = [
  'radium/{cache,crashpad}/**',
  'radium/web/profiles/*/{Cache,Code Cache,GPUCache,DawnCache,DawnGraphiteCache,DawnWebGPUCache}/**',
  'radium/web/profiles/*/{GrShaderCache,ShaderCache,blob_storage}/**',
  'radium/web/profiles_to_delete/**',
] as const satisfies Location['paths'];

export const appletPackages = [
  'radium/Applet/packages/**',
  'radium/users/*/applet/packages/**',
] as const satisfies Location['paths'];

/** What is left of a profile without its caches: cookies, page storage, and a history with keys in its addresses. */
export const browserSessions = ['radium/web/profiles/*/**'] as const satisfies Location['paths'];

/** Journals of a profile hold the same cookies and addresses, and their names are on the protected list. */
export const browserJournals = [
  'radium/web/profiles/*/Cookies-journal',
  'radium/web/profiles/*/Network/Cookies-journal',
  'radium/web/profiles/*/History-journal',
] as const satisfies Location['paths'];

/** Pages' and mini-programs' state of one user, without the packages above. */
export const browserUsers = ['radium/users/*/**'] as const satisfies Location['paths'];
