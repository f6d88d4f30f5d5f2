import type { Location } from './platform.ts';

/** What the shell of QQ NT, an Electron program, keeps: beside the data on Windows, in the data root elsewhere. */
export const shellCaches = [
  '{Cache,Code Cache,DawnCache,GPUCache,blob_storage}/**',
] as const satisfies Location['paths'];

export const shellLogs = ['{log,crash_files,Crashpad}/**'] as const satisfies Location['paths'];

export const shellSessions = [
  '{Partitions,Local Storage,Session Storage}/**',
  'Cookies',
  'Network/Cookies',
] as const satisfies Location['paths'];

/** Journals hold the same cookies, and their names are on the protected list. */
export const shellJournals = [
  'Cookies-journal',
  'Network/Cookies-journal',
] as const satisfies Location['paths'];
