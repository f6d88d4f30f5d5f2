import type { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DBusError, Message, MessageFlag, MessageType, Variant, sessionBus } from '@jellybrick/dbus-next';
import type { MessageBus } from '@jellybrick/dbus-next';

export interface BusAddress {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  /** the bus may start the service, which takes longer */
  readonly mayStart?: true;
}

export interface BusArguments {
  /** D-Bus type signature, such as `su` */
  readonly signature: string;
  readonly body: readonly unknown[];
}

export interface BusCall extends BusArguments {
  readonly interface: string;
  readonly member: string;
}

export interface BusSignal {
  /** unique name of the sender's connection; `org.freedesktop.DBus` for the bus itself */
  readonly sender: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly body: readonly unknown[];
}

/** An answer that says no; `name` is a D-Bus error name. */
export class BusRefusal extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** A connection to the session bus. Other programs of the same user reach what it serves. */
export interface SessionBus {
  /** Rejects with `BusRefusal`, also when no answer comes in time. */
  call(to: BusAddress, member: string, args?: BusArguments): Promise<readonly unknown[]>;
  emit(path: string, interfaceName: string, member: string, args?: BusArguments): void;
  /** answers calls to `path`; `answer` throws `BusRefusal` for what it does not know */
  serve(path: string, answer: (call: BusCall) => BusArguments): void;
  /** `rule` is a D-Bus match rule without its type; resolves when the bus knows it */
  listen(rule: string, listener: (signal: BusSignal) => void): Promise<void>;
  requestName(name: string): Promise<void>;
  /** resolves when the connection is gone */
  readonly closed: Promise<void>;
  close(): void;
}

const connectLimitMs = 3_000;
const callLimitMs = 3_000;
const startLimitMs = 15_000;
const noReply = 'org.freedesktop.DBus.Error.NoReply';
const failed = 'org.freedesktop.DBus.Error.Failed';

export const busItself: BusAddress = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the session bus is, or null. As the specification says, or at systemd's usual place. */
function addressIn(env: Environment): string | null {
  const given = env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  if (given !== '') return given;
  const socket = join(env['XDG_RUNTIME_DIR'] ?? '', 'bus');
  return socket.startsWith('/') && existsSync(socket) ? `unix:path=${socket}` : null;
}

/** The library tells of a lost connection only through its inner connection, and only sometimes as an error. */
function untilLost(bus: MessageBus): Promise<void> {
  const { _connection: connection } = bus as unknown as { readonly _connection: EventEmitter };
  return new Promise((resolve) => {
    connection.on('end', resolve);
    bus.on('error' as 'connect', resolve);
  });
}

function refusalOf(error: unknown): BusRefusal {
  if (error instanceof DBusError) return new BusRefusal(error.type, error.text);
  return new BusRefusal(failed, error instanceof Error ? error.message : String(error));
}

function typed<Value>(signature: string, value: Value): Variant<Value> {
  return new Variant(signature, value);
}

/** A value together with its type, where D-Bus leaves the type open. */
export const variant = typed;

/** Connects to the session bus; null when there is none. */
export async function connectSessionBus(env: Environment): Promise<SessionBus | null> {
  const busAddress = addressIn(env);
  if (busAddress === null) return null;
  const bus = sessionBus({ busAddress });
  const closed = untilLost(bus);
  const connected = new Promise<true>((resolve) => bus.on('connect', () => resolve(true)));
  const limit = pause(connectLimitMs, false, { ref: false });
  if (!(await Promise.race([connected, closed.then(() => false), limit]))) {
    bus.disconnect();
    return null;
  }
  return facade(bus, closed);
}

function answerCall(bus: MessageBus, message: Message, answer: (call: BusCall) => BusArguments): void {
  const { interface: interfaceName, member, signature, body } = message;
  try {
    const { signature: type, body: values } = answer({ interface: interfaceName, member, signature, body });
    bus.send(Message.newMethodReturn(message, type, [...values]));
  } catch (error) {
    const { name, message: text } = error instanceof BusRefusal ? error : new BusRefusal(failed, 'failed');
    send(bus, Message.newError(message, name, text));
  }
}

/** Sending on a connection that is gone throws; its end is reported by `closed`. */
function send(bus: MessageBus, message: Message): void {
  try {
    bus.send(message);
  } catch {
    // nothing is left to answer
  }
}

function facade(bus: MessageBus, closed: Promise<void>): SessionBus {
  let isLost = false;
  void closed.then(() => (isLost = true));
  const call: SessionBus['call'] = async (to, member, args) => {
    // the library would keep the call for ever
    if (isLost) throw new BusRefusal(noReply, 'the bus is gone');
    const message = new Message({
      ...{ destination: to.destination, path: to.path, interface: to.interface, member },
      ...(args === undefined ? {} : { signature: args.signature, body: [...args.body] }),
      ...(to.mayStart === true ? {} : { flags: MessageFlag.NO_AUTO_START }),
    });
    const limit = pause(to.mayStart === true ? startLimitMs : callLimitMs, null, { ref: false });
    const reply = await Promise.race([bus.call(message), limit]).catch((error: unknown) => {
      throw refusalOf(error);
    });
    if (reply === null) throw new BusRefusal(noReply, `${to.destination} did not answer`);
    return reply.body;
  };
  return {
    call,
    closed,
    emit(path, interfaceName, member, args) {
      const { signature = '', body = [] } = args ?? {};
      send(bus, Message.newSignal(path, interfaceName, member, signature, [...body]));
    },
    serve(path, answer) {
      bus.addMethodHandler((message) => {
        if (message.path !== path) return false;
        answerCall(bus, message, answer);
        return true;
      });
    },
    async listen(rule, listener) {
      bus.on('message', (message) => {
        if (message.type === MessageType.SIGNAL) listener(message);
      });
      await call(busItself, 'AddMatch', { signature: 's', body: [`type='signal',${rule}`] });
    },
    async requestName(name) {
      await bus.requestName(name, 0);
    },
    close: () => bus.disconnect(),
  };
}
