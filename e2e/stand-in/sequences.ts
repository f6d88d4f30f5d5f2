export type System = 'win32' | 'darwin' | 'linux';

export const systems: readonly System[] = ['win32', 'darwin', 'linux'];

/**
 * One step as `emitter event`. `windows` is every window, `window` the one concerned. A step in brackets is no event:
 * what the system or Electron does next.
 */
export type Step =
  | `${'app' | 'contents' | 'nativeTheme' | 'notification' | 'powerMonitor' | 'tray' | 'window' | 'windows'} ${string}`
  | '[menu]'
  | '[killed]'
  | '[quit]'
  | '[SIGTERM]'
  | '[exit]';

interface Sequence {
  readonly steps: Readonly<Record<System, readonly Step[]>>;
  /** place in Electron's docs (docs/api) or source (lib, shell) */
  readonly source: string;
}

function everywhere(steps: readonly Step[], source: string): Sequence {
  return { steps: { win32: steps, darwin: steps, linux: steps }, source };
}

/**
 * Which events each system sends, in their order, for what a person or the system does. `actions.ts` emits from this
 * table; what Electron itself orders (quit, close) is coded in `app/ending.ts` and compared with the table in
 * `shell/sequences.spec.ts`.
 */
export const sequences = {
  quit: everywhere(
    ['app before-quit', 'windows close', 'windows closed', 'app will-quit', 'app quit', '[exit]'],
    'shell/browser/browser.cc Quit, OnWindowAllClosed, NotifyAndShutdown; docs/api/app.md app.quit()',
  ),
  exit: everywhere(
    ['windows closed', 'app quit', '[exit]'],
    'shell/browser/browser.cc ExitWithCode; docs/api/app.md app.exit()',
  ),
  'window-close': everywhere(
    ['window close', 'contents destroyed', 'window closed'],
    'shell/browser/native_window.cc NotifyWindowCloseButtonClicked; electron_api_browser_window.cc WebContentsDestroyed',
  ),
  'last-window-closed': everywhere(
    ['window close', 'contents destroyed', 'window closed', 'app window-all-closed'],
    'shell/browser/window_list.cc RemoveWindow; docs/api/app.md window-all-closed',
  ),
  'second-instance': everywhere(
    ['app second-instance'],
    'shell/browser/api/electron_api_app.cc OnSecondInstance; docs/api/app.md second-instance',
  ),
  'open-again': {
    // from the Finder or the Dock; Windows and Linux start a second process
    steps: { win32: ['app second-instance'], darwin: ['app activate'], linux: ['app second-instance'] },
    source:
      'shell/browser/mac/electron_application_delegate.mm applicationShouldHandleReopen; docs/api/app.md',
  },
  'session-end': {
    steps: {
      win32: ['windows query-session-end', 'windows session-end', '[killed]'],
      darwin: ['powerMonitor shutdown', '[quit]'],
      linux: ['powerMonitor shutdown', '[SIGTERM]'],
    },
    source:
      'shell/browser/native_window_views_win.cc WM_QUERYENDSESSION, WM_ENDSESSION; mac/electron_application.mm ' +
      'willPowerOff, terminate; lib/power_observer_linux.cc OnPrepareForShutdown',
  },
  suspend: everywhere(['powerMonitor suspend'], 'shell/browser/api/electron_api_power_monitor.cc OnSuspend'),
  resume: everywhere(['powerMonitor resume'], 'shell/browser/api/electron_api_power_monitor.cc OnResume'),
  'lock-screen': {
    steps: { win32: ['powerMonitor lock-screen'], darwin: ['powerMonitor lock-screen'], linux: [] },
    source: 'docs/api/power-monitor.md lock-screen (macOS, Windows)',
  },
  'unlock-screen': {
    steps: { win32: ['powerMonitor unlock-screen'], darwin: ['powerMonitor unlock-screen'], linux: [] },
    source: 'docs/api/power-monitor.md unlock-screen (macOS, Windows)',
  },
  theme: everywhere(['nativeTheme updated'], 'docs/api/native-theme.md updated'),
  'renderer-crash': everywhere(
    ['contents render-process-gone', 'app render-process-gone'],
    'shell/browser/api/electron_api_web_contents.cc PrimaryMainFrameRenderProcessGone; lib/browser/api/web-contents.ts',
  ),
  'tray-click': {
    steps: { win32: ['tray click'], darwin: ['tray click'], linux: ['tray click'] },
    source:
      'shell/browser/ui/win/notify_icon.cc HandleClickEvent; ui/tray_icon_cocoa.mm mouseUp; ui/tray_icon_linux.cc OnClick',
  },
  'tray-click-with-menu': {
    // macOS opens the menu instead of waiting for a second click
    steps: { win32: ['tray click'], darwin: ['tray click', '[menu]'], linux: ['tray click'] },
    source: 'shell/browser/ui/tray_icon_cocoa.mm mouseDown',
  },
  'tray-double-click': {
    steps: {
      win32: ['tray click', 'tray double-click'],
      darwin: ['tray click', 'tray double-click'],
      linux: ['tray click', 'tray click'],
    },
    source:
      'shell/browser/ui/win/notify_icon_host.cc WM_LBUTTONDOWN, WM_LBUTTONDBLCLK; ui/tray_icon_cocoa.mm ' +
      'handleClickNotifications; on Linux the host sends Activate for each click (measured in xfce4-panel)',
  },
  'tray-double-click-with-menu': {
    steps: {
      win32: ['tray click', 'tray double-click'],
      darwin: ['tray click', '[menu]'],
      linux: ['tray click', 'tray click'],
    },
    source: 'shell/browser/ui/tray_icon_cocoa.mm mouseDown; docs/api/tray.md mouse-up',
  },
  'tray-right-click': {
    steps: { win32: ['tray right-click'], darwin: ['tray right-click'], linux: [] },
    source:
      'shell/browser/ui/win/notify_icon.cc HandleClickEvent; docs/api/tray.md right-click (macOS, Windows)',
  },
  'tray-right-click-with-menu': {
    steps: { win32: ['[menu]'], darwin: ['tray right-click'], linux: ['[menu]'] },
    source: 'shell/browser/ui/win/notify_icon.cc HandleClickEvent; ui/tray_icon_cocoa.mm rightMouseUp',
  },
  'notice-click': {
    // libnotify closes the notice after its action; the Action Center and the Notification Center as well
    steps: {
      win32: ['notification click'],
      darwin: ['notification click'],
      linux: ['notification click', 'notification close'],
    },
    source:
      'shell/browser/notifications/linux/libnotify_notification.cc OnNotificationView; docs/api/notification.md',
  },
  'notice-failed': {
    steps: { win32: ['notification failed'], darwin: ['notification failed'], linux: [] },
    source: 'docs/api/notification.md failed (macOS, Windows)',
  },
} satisfies Record<string, Sequence>;

export type SequenceName = keyof typeof sequences;

/** The steps of one sequence on one system. */
export function stepsOf(name: SequenceName, system: System): readonly Step[] {
  const { steps }: Sequence = sequences[name];
  return steps[system];
}
