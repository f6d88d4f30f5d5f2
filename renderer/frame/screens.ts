import type { ComponentType } from 'react';
import type { Place } from '../stores/route-store.ts';
import { GuideScreen } from '../screens/guide/guide-screen.tsx';
import { LeaveScreen } from '../screens/leaving/leave-screen.tsx';
import { RecordsScreen } from '../screens/records/records-screen.tsx';
import { SettingsScreen } from '../screens/settings/settings-screen.tsx';

interface ScreenEntry {
  readonly place: Place;
  readonly component: ComponentType<{ readonly detail: string }>;
}

/** What the navigation offers, in its order. A screen that is not finished has no entry. */
export const screens: readonly ScreenEntry[] = [
  { place: 'leave', component: LeaveScreen },
  { place: 'records', component: RecordsScreen },
  { place: 'guide', component: GuideScreen },
  { place: 'settings', component: SettingsScreen },
];
