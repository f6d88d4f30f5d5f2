import { EventEmitter } from 'node:events';
import type { Notification, NotificationConstructorOptions } from 'electron';
import { emitNative } from '../app/events.ts';
import { demandReady } from '../app/lifetime.ts';

const shown: StandInNotification[] = [];

/** The notifications that were shown, oldest first. */
export function allNotifications(): readonly StandInNotification[] {
  return shown;
}

/** A system notification (docs/api/notification.md, shell/browser/api/electron_api_notification.cc). */
export class StandInNotification
  extends EventEmitter
  implements Pick<Notification, 'body' | 'close' | 'show' | 'title'>
{
  static isSupported(): boolean {
    return process.env['STAND_IN_NOTIFICATIONS'] !== 'none';
  }

  title: string;
  body: string;

  constructor(options: NotificationConstructorOptions = {}) {
    super();
    demandReady('Cannot create Notification before app is ready');
    this.title = options.title ?? '';
    this.body = options.body ?? '';
  }
  /** Where the system has no notifications nothing happens and nothing is said. */
  show(): void {
    if (!StandInNotification.isSupported()) return;
    shown.push(this);
    emitNative(this, 'show');
  }
  close(): void {
    emitNative(this, 'close');
  }
}
