/**
 * Carries what structured clone can carry over a channel of text, between Node and the page. Both ends clone first, so
 * that functions, symbols and the like throw there and then, as in Electron's IPC.
 */
type Packed =
  | string
  | number
  | boolean
  | null
  | Packed[]
  | { readonly t: 'undefined' }
  | { readonly t: 'number'; readonly v: string }
  | { readonly t: 'bigint'; readonly v: string }
  | { readonly t: 'date'; readonly v: number }
  | { readonly t: 'object'; readonly v: (readonly [string, Packed])[] }
  | { readonly t: 'map'; readonly v: (readonly [Packed, Packed])[] }
  | { readonly t: 'set'; readonly v: Packed[] }
  | { readonly t: 'error'; readonly v: readonly [name: string, message: string, stack: string] }
  | { readonly t: 'bytes'; readonly v: string }
  | { readonly t: 'again'; readonly v: number };

function pack(value: unknown, seen: Map<object, number>): Packed {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : { t: 'number', v: String(value) };
    case 'bigint':
      return { t: 'bigint', v: String(value) };
    case 'object':
      return value === null ? null : packObject(value, seen);
    case 'undefined':
      return { t: 'undefined' };
    case 'symbol':
    case 'function':
      throw new Error('An object could not be cloned.');
  }
}

function packObject(value: object, seen: Map<object, number>): Packed {
  const earlier = seen.get(value);
  if (earlier !== undefined) return { t: 'again', v: earlier };
  seen.set(value, seen.size);
  if (Array.isArray(value)) return value.map((item) => pack(item, seen));
  if (value instanceof Date) return { t: 'date', v: value.getTime() };
  if (value instanceof Map)
    return { t: 'map', v: [...value].map(([key, item]) => [pack(key, seen), pack(item, seen)] as const) };
  if (value instanceof Set) return { t: 'set', v: [...value].map((item) => pack(item, seen)) };
  if (value instanceof Error) return { t: 'error', v: [value.name, value.message, value.stack ?? ''] };
  if (value instanceof Uint8Array)
    return { t: 'bytes', v: Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('') };
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof RegExp)
    throw new Error(`the stand-in carries no ${Object.prototype.toString.call(value)}`);
  return { t: 'object', v: Object.entries(value).map(([key, item]) => [key, pack(item, seen)] as const) };
}

function unpack(packed: Packed, seen: object[]): unknown {
  if (packed === null || typeof packed !== 'object') return packed;
  if (Array.isArray(packed)) {
    const list: unknown[] = [];
    seen.push(list);
    for (const item of packed) list.push(unpack(item, seen));
    return list;
  }
  if (packed.t === 'undefined') return undefined;
  if (packed.t === 'number') return packed.v === '-0' ? -0 : Number(packed.v);
  if (packed.t === 'bigint') return BigInt(packed.v);
  return packed.t === 'again' ? seen[packed.v] : unpackObject(packed, seen);
}

type PackedObject = Extract<Packed, { readonly t: 'date' | 'object' | 'map' | 'set' | 'error' | 'bytes' }>;

function unpackObject(packed: PackedObject, seen: object[]): object {
  const at = seen.push({}) - 1;
  const keep = <Value extends object>(value: Value): Value => {
    seen[at] = value;
    return value;
  };
  switch (packed.t) {
    case 'date':
      return keep(new Date(packed.v));
    case 'bytes':
      return keep(Uint8Array.from(packed.v.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)));
    case 'error': {
      const [name, message, stack] = packed.v;
      return keep(Object.assign(new Error(message), { name, stack }));
    }
    case 'map': {
      const map = keep(new Map<unknown, unknown>());
      for (const [key, item] of packed.v) map.set(unpack(key, seen), unpack(item, seen));
      return map;
    }
    case 'set': {
      const set = keep(new Set<unknown>());
      for (const item of packed.v) set.add(unpack(item, seen));
      return set;
    }
    case 'object': {
      const object = keep<Record<string, unknown>>({});
      for (const [key, item] of packed.v)
        // defined, because an assignment to `__proto__` would set the prototype
        Object.defineProperty(object, key, {
          value: unpack(item, seen),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      return object;
    }
  }
}

/** Throws Electron's error where structured clone refuses. */
export function toText(value: unknown): string {
  let clone: unknown;
  try {
    clone = structuredClone(value);
  } catch {
    throw new Error('An object could not be cloned.');
  }
  return JSON.stringify(pack(clone, new Map()));
}

export function fromText(text: string): unknown {
  return unpack(JSON.parse(text) as Packed, []);
}
