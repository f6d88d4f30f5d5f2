import { once } from 'node:events';
import { Message, Variant, sessionBus } from '@jellybrick/dbus-next';
import type { MessageBus } from '@jellybrick/dbus-next';

export interface Address {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
}

/** A connection of a test's own, beside the one of the product. */
export async function connectTo(address: string): Promise<MessageBus> {
  const bus = sessionBus({ busAddress: address });
  // the daemon may end before this connection, as it does at a log-off
  bus.on('error' as 'connect', () => undefined);
  await once(bus, 'connect');
  return bus;
}

/** Rejects with the library's `DBusError`, whose `type` is the error's name. */
export async function callOn(
  bus: MessageBus,
  to: Address,
  member: string,
  signature = '',
  body: readonly unknown[] = [],
): Promise<readonly unknown[]> {
  const reply = await bus.call(new Message({ ...to, member, signature, body: [...body] }));
  return reply?.body ?? [];
}

/** Variants replaced by their values, at any depth. */
export function plain(value: unknown): unknown {
  if (value instanceof Variant) return plain(value.value);
  if (Array.isArray(value)) return value.map(plain);
  if (Buffer.isBuffer(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
