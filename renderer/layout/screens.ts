import { lazy } from 'react';
import type { ComponentType } from 'react';
import type { Place } from '../stores/route-store.ts';
import { LeaveScreen, loadWizard } from '../screens/leaving/leave-screen.tsx';

const loadGuide = async () => {
  const { GuideScreen } = await import('../screens/guide/guide-screen.tsx');
  return { default: GuideScreen };
};

const loadStorage = async () => {
  const { StorageScreen } = await import('../screens/storage/storage-screen.tsx');
  return { default: StorageScreen };
};

const loadTimeline = async () => {
  const { TimelineScreen } = await import('../screens/timeline/timeline-screen.tsx');
  return { default: TimelineScreen };
};

const loadRestore = async () => {
  const { RestoreScreen } = await import('../screens/restore/restore-screen.tsx');
  return { default: RestoreScreen };
};

const loadRecords = async () => {
  const { RecordsScreen } = await import('../screens/records/records-screen.tsx');
  return { default: RecordsScreen };
};

const loadSettings = async () => {
  const { SettingsScreen } = await import('../screens/settings/settings-screen.tsx');
  return { default: SettingsScreen };
};

interface ScreenEntry {
  readonly place: Place;
  readonly component: ComponentType<{ readonly detail: string }>;
}

/** The navigation entries in order. */
export const screens: readonly ScreenEntry[] = [
  { place: 'leave', component: LeaveScreen },
  { place: 'storage', component: lazy(loadStorage) },
  { place: 'timeline', component: lazy(loadTimeline) },
  { place: 'restore', component: lazy(loadRestore) },
  { place: 'records', component: lazy(loadRecords) },
  { place: 'guide', component: lazy(loadGuide) },
  { place: 'settings', component: lazy(loadSettings) },
];

/** Preloads the lazy screens while the browser is idle. */
export function fetchScreens(): void {
  const loads = [loadWizard, loadStorage, loadTimeline, loadRestore, loadGuide, loadRecords, loadSettings];
  for (const load of loads) void load();
}
