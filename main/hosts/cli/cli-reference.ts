import { z } from 'zod';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { events, methods } from '../../../app/contract/contract.ts';
import { reportSchema } from '../../../app/contract/runs.ts';
import { exitCodes } from './exit-codes.ts';
import { commandUsage, optionMeaning } from './help-text.ts';
import { commandNames, commandSpec, commonOptions, flagsOf } from './options.ts';
import type { OptionName } from './options.ts';
import { schemas, watchLines } from './schemas.ts';

/** Sections of docs/cli.md that are generated from the program, so that they stay current. */

type Json = z.core.JSONSchema.BaseSchema;
interface Row {
  readonly path: string;
  readonly type: string;
  readonly meaning: string;
}

const texts = dictionaries['en-US'];

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function optionTable(names: readonly OptionName[]): string {
  return table(
    ['option', 'meaning'],
    names.map((name) => [`\`${flagsOf(name)}\``, optionMeaning(texts, name)]),
  );
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function commandsSection(): string {
  const { commands, arguments: meanings } = texts.cli;
  const known: Readonly<Record<string, string>> = meanings;
  const sections = commandNames.map((name) => {
    const spec = commandSpec(name);
    const names = spec.arguments.map((argument) => argument.replaceAll(/[[\].]/g, ''));
    const parts = [`### \`${commandUsage(name)}\``, sentence(commands[name])];
    if (names.length > 0)
      parts.push(names.map((argument) => `\`${argument}\`: ${known[argument] ?? ''}.`).join('\n'));
    if (spec.options.length > 0) parts.push(optionTable(spec.options));
    return parts.join('\n\n');
  });
  return ['### Common options', optionTable(commonOptions), ...sections].join('\n\n');
}

function exitCodesSection(): string {
  return table(
    ['code', 'meaning'],
    Object.values(exitCodes).map((code) => [String(code), texts.cli.exits[code]]),
  );
}

function nameOf(ref: string): string {
  return ref.replace('#/$defs/', '');
}

function wordsOf(node: Json): string {
  if (node.$ref !== undefined) return `[${nameOf(node.$ref)}](#${nameOf(node.$ref)})`;
  if (node.const !== undefined) return `\`${JSON.stringify(node.const)}\``;
  if (node.enum !== undefined) return node.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' or ');
  const choices = node.anyOf ?? [];
  if (choices.length > 0) return [...new Set(choices.map((one) => wordsOf(one)))].join(' or ');
  if (node.type === 'array') return `list of ${wordsOf(node.items as Json)}`;
  return Array.isArray(node.type) ? node.type.join(' or ') : (node.type ?? 'any');
}

/** The objects inside a node that have no section of their own, shown field by field. */
function insideOf(node: Json): { suffix: string; node: Json } | null {
  if (node.type === 'array') {
    const inside = insideOf(node.items as Json);
    return inside === null ? null : { suffix: `[]${inside.suffix}`, node: inside.node };
  }
  const choice = (node.anyOf ?? []).map((one) => one).find((one) => one.properties !== undefined);
  const object = node.properties === undefined ? choice : node;
  return object === undefined ? null : { suffix: '', node: object };
}

function rowsOf(node: Json, before: string): Row[] {
  const required = new Set(node.required ?? []);
  return Object.entries(node.properties ?? {}).flatMap(([name, property]) => {
    const field = property as Json;
    const path = `${before}${name}`;
    const meaning = [required.has(name) ? '' : 'may be absent', field.description ?? '']
      .filter((part) => part !== '')
      .join('; ');
    const inside = insideOf(field);
    const own: Row = { path, type: wordsOf(field), meaning };
    return inside === null ? [own] : [own, ...rowsOf(inside.node, `${path}${inside.suffix}.`)];
  });
}

function fieldTable(node: Json): string {
  return table(
    ['field', 'type', 'meaning'],
    rowsOf(node, '').map(({ path, type, meaning }) => [`\`${path}\``, type, meaning]),
  );
}

/** The lines of the watch after the first. */
function watchSection(): string {
  return Object.entries(watchLines)
    .map(([name, schema]) => `\n\n#### watch line: ${name}\n\n${fieldTable(jsonSchemaOf(schema))}`)
    .join('');
}

/** Every JSON object that `--json` writes, field by field; shared objects once. */
function jsonSection(): string {
  const shared = new Map<string, Json>();
  const sections = Object.entries(schemas).map(([name, schema]) => {
    const node: Json = jsonSchemaOf(schema);
    for (const [id, definition] of Object.entries(node.$defs ?? {})) shared.set(id, definition);
    const version = (node.properties?.['schema'] as Json).const;
    const lines = name === 'watch' ? watchSection() : '';
    return `### ${name}: \`${String(version)}\`\n\n${fieldTable(node)}${lines}`;
  });
  const pieces = [...shared]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([id, node]) => `#### ${id}\n\n${fieldTable(node)}`);
  return [...sections, '### Shared objects', ...pieces].join('\n\n');
}

const generatedSections = {
  commands: commandsSection,
  'exit-codes': exitCodesSection,
  json: jsonSection,
} as const;

/** `document` with every marked section regenerated; throws when a marker is missing. */
export function withGeneratedSections(document: string): string {
  return Object.entries(generatedSections).reduce((text, [name, section]) => {
    const begin = `<!-- generated: ${name} -->`;
    const end = `<!-- end: ${name} -->`;
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from === -1 || to < from) throw new Error(`docs/cli.md has no section ${name}`);
    return `${text.slice(0, from)}${begin}\n\n${section()}\n\n${text.slice(to)}`;
  }, document);
}

/** Removes the safe-integer range that zod adds to every integer, because it tells readers nothing. */
function withoutSafeRange(node: Json): void {
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
}

/** JSON Schema 2020-12 of a schema's output or input. */
function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output' = 'output'): Json {
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
