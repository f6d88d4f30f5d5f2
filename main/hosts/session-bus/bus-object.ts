import { BusRefusal, variant } from './bus.ts';
import type { BusArguments, BusCall, SessionBus } from './bus.ts';

export interface BusMethod {
  /** types of the arguments, each one complete type, such as `['i', 'as']` */
  readonly takes: readonly string[];
  readonly gives: readonly string[];
  /** gets arguments of these types; throws `BusRefusal` */
  readonly run: (...args: never[]) => readonly unknown[];
}

interface BusProperty {
  readonly type: string;
  readonly get: () => unknown;
}

export interface BusInterface {
  readonly methods: Readonly<Record<string, BusMethod>>;
  /** readable only */
  readonly properties: Readonly<Record<string, BusProperty>>;
  /** types of each signal's arguments */
  readonly signals: Readonly<Record<string, readonly string[]>>;
}

export type BusInterfaces = Readonly<Record<string, BusInterface>>;

const errorName = (name: string): string => `org.freedesktop.DBus.Error.${name}`;
export const invalidArguments = errorName('InvalidArgs');

function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function demandInterface(interfaces: BusInterfaces, name: string): BusInterface {
  const found = own(interfaces, name);
  if (found === undefined)
    throw new BusRefusal(errorName('UnknownInterface'), `there is no interface ${name}`);
  return found;
}

function valueOf({ type, get }: BusProperty): unknown {
  return variant(type, get());
}

/** The interface that every object with properties has. */
function propertiesOf(interfaces: BusInterfaces): BusInterface {
  return {
    methods: {
      Get: {
        takes: ['s', 's'],
        gives: ['v'],
        run(interfaceName: string, name: string) {
          const property = own(demandInterface(interfaces, interfaceName).properties, name);
          if (property === undefined)
            throw new BusRefusal(errorName('UnknownProperty'), `there is no property ${name}`);
          return [valueOf(property)];
        },
      },
      GetAll: {
        takes: ['s'],
        gives: ['a{sv}'],
        run(interfaceName: string) {
          const { properties } = demandInterface(interfaces, interfaceName);
          return [Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, valueOf(one)]))];
        },
      },
      Set: {
        takes: ['s', 's', 'v'],
        gives: [],
        run(_interface: string, name: string) {
          throw new BusRefusal(errorName('PropertyReadOnly'), `${name} can only be read`);
        },
      },
    },
    properties: {},
    signals: { PropertiesChanged: ['s', 'a{sv}', 'as'] },
  };
}

const introspectable = 'org.freedesktop.DBus.Introspectable';

function args(types: readonly string[], more = ''): string {
  return types.map((type) => `<arg type="${type}"${more}/>`).join('');
}

function describe(interfaces: BusInterfaces): string {
  const parts = Object.entries(interfaces).map(([name, { methods, properties, signals }]) => {
    const inner = [
      ...Object.entries(methods).map(
        ([method, { takes, gives }]) =>
          `<method name="${method}">${args(takes, ' direction="in"')}${args(gives, ' direction="out"')}</method>`,
      ),
      ...Object.entries(properties).map(
        ([property, { type }]) => `<property name="${property}" type="${type}" access="read"/>`,
      ),
      ...Object.entries(signals).map(([signal, types]) => `<signal name="${signal}">${args(types)}</signal>`),
    ];
    return `<interface name="${name}">${inner.join('')}</interface>`;
  });
  return `<node>${parts.join('')}</node>`;
}

/**
 * Serves interfaces at one path of the bus, with the standard ones for properties and introspection. Arguments of other
 * types than declared never reach a method. Source: D-Bus specification, “Standard Interfaces”.
 */
export function serveObject(bus: SessionBus, path: string, given: BusInterfaces): void {
  const interfaces: BusInterfaces = {
    ...given,
    'org.freedesktop.DBus.Properties': propertiesOf(given),
    [introspectable]: {
      methods: { Introspect: { takes: [], gives: ['s'], run: () => [describe(interfaces)] } },
      properties: {},
      signals: {},
    },
  };
  bus.serve(path, (call: BusCall): BusArguments => {
    const method = own(demandInterface(interfaces, call.interface).methods, call.member);
    if (method === undefined)
      throw new BusRefusal(errorName('UnknownMethod'), `there is no method ${call.member}`);
    if (call.signature !== method.takes.join(''))
      throw new BusRefusal(invalidArguments, `${call.member} takes (${method.takes.join('')})`);
    return { signature: method.gives.join(''), body: method.run(...(call.body as never[])) };
  });
}
