import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const host = fileURLToPath(new URL('./watch-host.mjs', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));
const endWithinMs = 10_000;

/** A watcher's process. It may be slow, crash or never answer: requests then return null or throw. */
export class WatchProcess {
  constructor(setup) {
    this.waiting = new Map();
    this.errors = [];
    this.child = fork(host, [JSON.stringify(setup)], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.lastLine = '';
    this.child.stderr.on('data', (data) => {
      this.lastLine = /^\w*Error.*|FATAL ERROR.*/m.exec(String(data))?.[0] ?? this.lastLine;
    });
    this.child.on('message', (message) => {
      if (message.kind === 'error') this.errors.push(message.message);
      this.waiting.get(message.kind)?.(message);
      this.waiting.delete(message.kind);
    });
    this.ended = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => resolve(this.lastLine || `ended with ${signal ?? code}`));
    });
  }

  send(message) {
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  /** The next message of a kind; null after the time limit. Throws if the process has ended. */
  next(kind, forMs) {
    const late = sleep(forMs, null, { ref: false });
    const ended = this.ended.then((why) => {
      throw new Error(why);
    });
    const told = new Promise((resolve) => this.waiting.set(kind, resolve));
    return Promise.race([told, late, ended]);
  }

  /** Also throws after the time limit. */
  async ask(message, kind, forMs = 120_000) {
    const answer = this.next(kind, forMs);
    this.send(message);
    const said = await answer;
    if (said === null) throw new Error(`no answer within ${forMs / 1000} s`);
    return said;
  }

  /** asks it to end, then ends it */
  async end() {
    this.send({ kind: 'end' });
    const hasEnded = await Promise.race([this.ended.then(() => true), sleep(endWithinMs, false)]);
    if (!hasEnded) this.child.kill('SIGKILL');
    await this.ended;
  }
}
