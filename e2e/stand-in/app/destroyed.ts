import { EventEmitter } from 'node:events';

const always = new Set<PropertyKey>([
  'constructor',
  'isDestroyed',
  ...Object.getOwnPropertyNames(EventEmitter.prototype),
]);

/**
 * Makes every method and accessor of a class throw once the object is destroyed, as gin_helper/destroyable.cc does.
 * Methods that the stand-in needs for itself are private (`#name`) or listed in `own`.
 */
export function refuseWhenDestroyed(
  shape: { readonly prototype: { isDestroyed(): boolean } },
  own: readonly string[] = [],
): void {
  const check = (object: { isDestroyed(): boolean }): void => {
    if (object.isDestroyed()) throw new TypeError('Object has been destroyed');
  };
  const prototype: { isDestroyed(): boolean } = shape.prototype;
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (always.has(name) || own.includes(name)) continue;
    const { value, get, set } = property as TypedPropertyDescriptor<unknown>;
    const guarded: PropertyDescriptor = { configurable: true, enumerable: property.enumerable ?? false };
    if (typeof value === 'function') {
      guarded.writable = true;
      guarded.value = function (this: { isDestroyed(): boolean }, ...args: unknown[]): unknown {
        check(this);
        return (value as (...given: unknown[]) => unknown).apply(this, args);
      };
    } else {
      if (get !== undefined)
        guarded.get = function (this: { isDestroyed(): boolean }): unknown {
          check(this);
          return Reflect.apply(get, this, []);
        };
      if (set !== undefined)
        guarded.set = function (this: { isDestroyed(): boolean }, next: unknown): void {
          check(this);
          Reflect.apply(set, this, [next]);
        };
    }
    Object.defineProperty(prototype, name, guarded);
  }
}
