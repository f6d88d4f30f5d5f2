import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** docs/schema as a reader of it would use it: a validator that knows nothing of zod. */

export const schemaFolder = join(import.meta.dirname, '../../docs/schema');

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
for (const name of readdirSync(schemaFolder))
  ajv.addSchema(JSON.parse(readFileSync(join(schemaFolder, name), 'utf8')) as object, name);

/** What of `value` the committed schema does not allow; empty = it fits. `of` names a property of the schema. */
export function undocumentedIn(file: string, value: unknown, of?: string): readonly string[] {
  const validate = ajv.getSchema(of === undefined ? file : `${file}#/properties/${of}`);
  if (validate === undefined) return [`docs/schema has no ${file} with ${of ?? 'a schema'}`];
  // through JSON, as it leaves the process
  if (validate(JSON.parse(JSON.stringify(value)) as unknown) === true) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}

/** Throws when a line that the CLI wrote with `--json` is not what docs/schema says. */
export function assertDocumented(line: string): void {
  const value = JSON.parse(line) as { readonly schema?: string };
  const file = value.schema === undefined ? 'watch-line' : value.schema.slice('signoff.'.length, -2);
  const problems = undocumentedIn(`${file}.json`, value);
  if (problems.length > 0) throw new Error(`${file} is not as docs/schema says:\n${problems.join('\n')}`);
}
