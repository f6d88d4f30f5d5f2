import type { MessagePort } from 'node:worker_threads';
import { WatchEngine } from './engine.ts';
import { chokidarWatcher } from './hot-watcher.ts';
import type { FromWatcher, ToWatcher, WatchJob } from './watch-messages.ts';

/** The watch thread's whole life; it ends when its owner ends it. */
export function serveWatch(port: MessagePort, job: WatchJob): void {
  const say = (message: FromWatcher): void => port.postMessage(message);
  const engine = new WatchEngine({ job, say, now: Date.now, makeWatcher: chokidarWatcher });
  port.on('message', (message: ToWatcher) => {
    if (message.kind === 'job') engine.update(message.job);
    else engine.lookSoon();
  });
  void engine.start();
}
