import { z } from 'zod';
import { events, methods } from '../../../app/contract/contract.ts';
import { reportSchema } from '../../../app/contract/runs.ts';
import { schemas, watchLines } from './schemas.ts';

type Json = z.core.JSONSchema.BaseSchema;

/** Removes the safe-integer range that zod adds to every integer, because it tells readers nothing. */
function withoutSafeRange(node: Json): void {
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
}

/** JSON Schema 2020-12 of a schema's output or input. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output' = 'output'): Json {
  return z.toJSONSchema(schema, { io, override: ({ jsonSchema }) => withoutSafeRange(jsonSchema) });
}

function contractFiles(): Record<string, Json> {
  const all = Object.entries(methods);
  const inputs = all.map(([name, { effect, input }]) => [name, input.describe(`effect: ${effect}`)]);
  const outputs = all.map(([name, { output }]) => [name, output]);
  const object = (entries: unknown[][]) =>
    z.strictObject(Object.fromEntries(entries) as Record<string, z.ZodType>);
  return {
    'contract-inputs': jsonSchemaOf(object(inputs), 'input'),
    'contract-outputs': jsonSchemaOf(object(outputs)),
    'contract-events': jsonSchemaOf(z.strictObject(events)),
  };
}

/**
 * The files of docs/schema by name: one per JSON output, the watch lines, a stored receipt, and the contract with one
 * property per method or event.
 */
export function schemaFiles(): ReadonlyMap<string, string> {
  const files: Record<string, Json> = {
    ...Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [name.replaceAll(' ', '-'), jsonSchemaOf(schema)]),
    ),
    'watch-line': jsonSchemaOf(z.union(Object.values(watchLines))),
    receipt: jsonSchemaOf(reportSchema),
    ...contractFiles(),
  };
  return new Map(
    Object.entries(files).map(([name, json]) => [`${name}.json`, `${JSON.stringify(json, null, 2)}\n`]),
  );
}
