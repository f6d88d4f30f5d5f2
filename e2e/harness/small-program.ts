import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes a program for Electron that runs `main` and nothing else; its folder. */
export async function writeProgram(folder: string, main: string): Promise<string> {
  const program = join(folder, 'program');
  await mkdir(program, { recursive: true });
  await writeFile(join(program, 'package.json'), '{ "name": "small", "type": "module", "main": "main.js" }');
  await writeFile(join(program, 'main.js'), main);
  return program;
}

/** The JSON lines that a program printed, each marked with `@`. */
export function printed(output: string): unknown[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('@'))
    .map((line) => JSON.parse(line.slice(1)) as unknown);
}
