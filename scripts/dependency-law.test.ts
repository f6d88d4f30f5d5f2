import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

/** The law of docs/layers.md, tried: each line is an import that a tired person might write. */
const broken: readonly (readonly [string, string])[] = [
  ['app/cleanup/levels.ts', "import 'node:fs';"],
  ['app/cleanup/levels.ts', "import 'zod';"],
  ['app/cleanup/levels.ts', "import '../../main/dispatcher.ts';"],
  ['app/contract/contract.ts', "import 'react';"],
  ['app/contract/contract.ts', "import 'node:path';"],
  ['main/services/jobs/jobs.ts', "import '../../compose.ts';"],
  ['main/services/jobs/jobs.ts', "import '../../system/system.ts';"],
  ['main/services/jobs/jobs.ts', "import '../../hosts/cli/cli.ts';"],
  ['main/services/jobs/jobs.ts', "import 'electron';"],
  ['main/services/jobs/jobs.ts', "import '../../wire-removal.ts';"],
  ['main/services/jobs/jobs.ts', "import '../../keeping-handlers.ts';"],
  ['main/services/jobs/jobs.ts', "import '../../handlers.ts';"],
  ['main/system/system.ts', "import '../wire-removal.ts';"],
  ['main/system/system.ts', "import '../handlers.ts';"],
  ['main/disk-names.ts', "import './services/jobs/jobs.ts';"],
  ['main/disk-names.ts', "import './system/ports.ts';"],
  ['main/dispatcher.ts', "import './services/jobs/jobs.ts';"],
  ['main/compose.ts', "import './hosts/cli/cli.ts';"],
  ['main/hosts/cli/cli.ts', "import 'electron';"],
  ['main/system/system.ts', "import '../services/jobs/jobs.ts';"],
  ['main/dispatcher.ts', "import '../renderer/main.tsx';"],
  ['renderer/main.tsx', "import 'node:fs';"],
  ['renderer/main.tsx', "import 'zod';"],
  ['renderer/main.tsx', "import '../main/dispatcher.ts';"],
  ['renderer/main.tsx', "import { methods } from '../app/contract/contract.ts'; methods;"],
];

const allowed: readonly (readonly [string, string])[] = [
  ['app/contract/contract.ts', "import 'zod';"],
  ['main/services/jobs/jobs.ts', "import '../../system/ports.ts';"],
  ['main/disk-names.ts', "import 'node:fs'; import '../app/cleanup/byte-name.ts';"],
  ['main/services/jobs/jobs.ts', "import '../../disk-names.ts';"],
  ['main/services/jobs/jobs.ts', "import '../../../app/contract/errors.ts';"],
  ['main/hosts/electron/electron.ts', "import 'electron';"],
  ['main/hosts/cli/cli.ts', "import '../../compose.ts';"],
  ['renderer/main.tsx', "import type { Client } from '../app/contract/contract.ts'; export type C = Client;"],
];

// with CI set, typescript-eslint reads each file from the disk and never sees the code that is tried here
process.env['TSESTREE_SINGLE_RUN'] = 'false';

const law = ['import-x/no-restricted-paths', '@typescript-eslint/no-restricted-imports'];

async function offences(eslint: ESLint, file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: file });
  const fatal = result?.messages.find((message) => message.fatal === true);
  if (fatal !== undefined) throw new Error(`${file}: ${fatal.message}`);
  return (result?.messages ?? []).flatMap(({ ruleId }) =>
    ruleId !== null && law.includes(ruleId) ? [ruleId] : [],
  );
}

test(
  'lint refuses each import that the law forbids and none that it allows',
  { timeout: 180_000 },
  async () => {
    const eslint = new ESLint({ ruleFilter: ({ ruleId }) => law.includes(ruleId) });
    for (const [file, code] of broken)
      expect(await offences(eslint, file, code), `${file}: ${code}`).not.toEqual([]);
    for (const [file, code] of allowed)
      expect(await offences(eslint, file, code), `${file}: ${code}`).toEqual([]);
  },
);
