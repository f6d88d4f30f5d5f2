import type { DrawingId } from '../../../app/guides/drawing-ids.ts';
import { MacMenu, MacOpen, MacQuit, MacSignOut } from './drawing/mac-scenes.tsx';
import { PhoneDevices, PhonePassword, PhoneSession } from './drawing/phone-scenes.tsx';
import { QqClassicAccounts, QqClassicSettings, QqNtMenu, QqNtSignOut } from './drawing/qq-scenes.tsx';
import {
  LinuxQuit,
  OpenFromMenu,
  TrayQuit,
  Wechat3Menu,
  Wechat3SignOut,
  Wechat4Menu,
  Wechat4SignOut,
} from './drawing/wechat-scenes.tsx';
import styles from './drawing/drawing.module.css';

const scenes: Readonly<Record<DrawingId, () => React.JSX.Element>> = {
  'wechat-3-menu': Wechat3Menu,
  'wechat-3-sign-out': Wechat3SignOut,
  'wechat-4-menu': Wechat4Menu,
  'wechat-4-sign-out': Wechat4SignOut,
  'mac-menu': MacMenu,
  'mac-sign-out': MacSignOut,
  'mac-quit': MacQuit,
  'tray-quit': TrayQuit,
  'linux-quit': LinuxQuit,
  'open-from-menu': OpenFromMenu,
  'mac-open': MacOpen,
  'qq-nt-menu': QqNtMenu,
  'qq-nt-sign-out': QqNtSignOut,
  'qq-classic-settings': QqClassicSettings,
  'qq-classic-accounts': QqClassicAccounts,
  'phone-session': PhoneSession,
  'phone-devices': PhoneDevices,
  'phone-password': PhonePassword,
};

/** A line drawing of where to click. Hidden from screen readers: the numbered list beside it says the same. */
export function StepDrawing({ id }: { readonly id: DrawingId }) {
  const Scene = scenes[id];
  return (
    <svg className={styles['drawing']} viewBox="0 0 320 200" aria-hidden="true" data-drawing={id}>
      <Scene />
    </svg>
  );
}
