import { z } from 'zod';

/**
 * `read` looks, `write` changes the assistant's own state, asks a messenger something or empties the clipboard, `destroy`
 * takes away what cannot be had back: a messenger's data or its running program, or all of the assistant's own records.
 */
export type Effect = 'read' | 'write' | 'destroy';

/** One request: its effect, and the strict schemas of what goes in and what comes back. */
export interface Method<E extends Effect, Input extends z.ZodType, Output extends z.ZodType> {
  readonly effect: E;
  readonly input: Input;
  readonly output: Output;
}

type Fields = z.core.$ZodLooseShape;

export function read<const Input extends Fields, Output extends z.ZodType>(input: Input, output: Output) {
  return { effect: 'read', input: z.strictObject(input), output } as const satisfies Method<
    'read',
    z.ZodType,
    Output
  >;
}

export function write<const Input extends Fields, Output extends z.ZodType>(input: Input, output: Output) {
  return { effect: 'write', input: z.strictObject(input), output } as const satisfies Method<
    'write',
    z.ZodType,
    Output
  >;
}

/** Adds `confirmed: true` to the input, so that no destroying method can exist without it. */
export function destroy<const Input extends Fields, Output extends z.ZodType>(input: Input, output: Output) {
  return {
    effect: 'destroy',
    input: z.strictObject({ ...input, confirmed: z.literal(true) }),
    output,
  } as const satisfies Method<'destroy', z.ZodType, Output>;
}
