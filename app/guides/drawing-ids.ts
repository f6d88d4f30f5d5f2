/** Every step drawing by name; the window must be able to draw each of them. */
export const drawingIds = [
  'wechat-3-menu',
  'wechat-3-sign-out',
  'wechat-4-menu',
  'wechat-4-sign-out',
  'mac-menu',
  'mac-sign-out',
  'mac-quit',
  'tray-quit',
  'linux-quit',
  'open-from-menu',
  'mac-open',
  'qq-nt-menu',
  'qq-nt-sign-out',
  'qq-classic-settings',
  'qq-classic-accounts',
  'phone-session',
  'phone-devices',
  'phone-password',
] as const;
export type DrawingId = (typeof drawingIds)[number];
