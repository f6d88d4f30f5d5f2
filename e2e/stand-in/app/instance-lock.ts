import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

export interface Message {
  readonly argv: string[];
  readonly cwd: string;
  readonly data: unknown;
}

const lockName = 'SingletonLock';
const socketName = 'SingletonSocket';

/** The pid in a lock `host-pid` of this computer; null where it cannot be read, NaN where another host holds it. */
function holderOf(lock: string): number | null {
  try {
    const [, host, pid] = /^(.*)-(\d+)$/.exec(readlinkSync(lock)) ?? [];
    return host === hostname() ? Number(pid) : NaN;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * One instance for each profile folder, with the names and rules of chrome/browser/process_singleton_posix.cc: a link
 * `SingletonLock` to `host-pid`, the lock of a dead process is taken over, and a folder without write access yields the
 * answer for a second instance. The message goes through a file instead of a socket, because the call is synchronous.
 */
export class InstanceLock {
  #release: (() => void) | null = null;

  get isHeld(): boolean {
    return this.#release !== null;
  }

  /** True if this process is the first; `hear` is called for each later one. */
  request(folder: string, message: Message, hear: (message: Message) => void): boolean {
    if (this.isHeld) return true;
    if (!isWritable(folder)) return false;
    const lock = join(folder, lockName);
    const holder = holderOf(lock);
    if (holder !== null && (Number.isNaN(holder) || isAlive(holder))) return this.#tell(folder, message);
    for (const name of [lockName, socketName]) rmSync(join(folder, name), { force: true });
    try {
      symlinkSync(`${hostname()}-${process.pid}`, lock);
    } catch {
      return this.#tell(folder, message);
    }
    this.#listen(folder, hear);
    return true;
  }

  release(): void {
    this.#release?.();
    this.#release = null;
  }

  #listen(folder: string, hear: (message: Message) => void): void {
    const box = mkdtempSync(join(tmpdir(), 'stand-in-instance-'));
    symlinkSync(box, join(folder, socketName));
    const watcher = watch(box, (_kind, name) => {
      if (name?.endsWith('.message') !== true || !existsSync(join(box, name))) return;
      const message = deserialize(readFileSync(join(box, name))) as Message;
      rmSync(join(box, name), { force: true });
      hear(message);
    });
    watcher.unref();
    this.#release = () => {
      watcher.close();
      for (const place of [join(folder, lockName), join(folder, socketName), box])
        rmSync(place, { recursive: true, force: true });
    };
    process.once('exit', () => this.release());
  }

  /** Leaves the message for the first instance; false in any case, because this one is not the first. */
  #tell(folder: string, message: Message): false {
    const box = join(folder, socketName);
    if (!existsSync(box)) return false;
    const part = join(box, `${process.pid}.part`);
    writeFileSync(part, serialize(message));
    renameSync(part, join(box, `${process.pid}.message`));
    return false;
  }
}
