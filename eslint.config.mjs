import { readFileSync } from 'node:fs';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';

const tests = ['**/*.test.ts', '**/*.test.tsx', '**/testing/**'];

/** The rooms of main/engine in their order; docs/layers.md shows this table. */
const rows = JSON.parse(readFileSync(new URL('main/engine/rooms.json', import.meta.url), 'utf8'));
const rooms = rows.flatMap((row) => row.map(({ room }) => `./main/engine/${room}`));

/** Code under `target` may not import from `from`. docs/layers.md says why. */
const walls = [
  { target: './app', from: ['./main', './renderer', './e2e', './bench', './scripts'] },
  { target: './renderer', from: ['./main', './e2e', './bench', './scripts'] },
  { target: './main', from: ['./renderer', './e2e', './bench', './scripts'] },
  {
    target: './main/engine',
    from: ['./main/system', './main/hosts', './main/assistant'],
    except: ['./ports.ts'],
  },
  { target: './main/system', from: ['./main/hosts', './main/assistant', './main/demo'] },
  { target: './main/system', from: ['./main/engine'], except: ['./fs'] },
  { target: './main/demo', from: ['./main/system', './main/hosts', './main/assistant'] },
  { target: './main/assistant', from: ['./main/hosts'] },
  { target: './main/hosts/tray', from: ['./main'], except: ['./hosts/tray'] },
  { target: './main/assistant/dispatcher.ts', from: ['./main/system', './main/engine'] },
  { target: './main/engine/fs/disk-names.ts', from: ['./main'] },
];

/** A room imports only rooms above it, or left of it in its row. Tests may look further: they try rooms together. */
const roomOrder = [
  ...rooms.slice(0, -1).map((room, index) => ({ target: room, from: rooms.slice(index + 1) })),
  { target: './main/engine', from: ['./main/demo'] },
];

const electronOnly = {
  paths: [
    { name: 'electron', message: 'Only main/hosts/electron may import electron.' },
    { name: 'electron/main', message: 'Only main/hosts/electron may import electron.' },
    { name: 'electron/renderer', message: 'Only main/hosts/electron may import electron.' },
  ],
};

/** The stand-in is held to Electron's own signatures; the module itself is not there. */
const electronTypesOnly = { paths: electronOnly.paths.map((path) => ({ ...path, allowTypeImports: true })) };

/** app/ may import itself and, in contract/ alone, zod: it must mean the same in every process. */
const pureApp = {
  patterns: [
    { regex: '^[^.]', message: 'app/ is pure: it imports nothing outside itself (contract/ may use zod).' },
  ],
};

const pureContract = {
  patterns: [{ regex: '^(?!zod$)[^.]', message: 'app/contract may import zod and app/ only.' }],
};

const rendererTypesOnly = {
  paths: electronOnly.paths,
  patterns: [
    {
      regex: 'app/contract/',
      allowTypeImports: true,
      message: 'The renderer imports types from the contract, never values (zod stays in main).',
    },
    { regex: '^(node:|ws$|zod$)', message: 'The renderer runs in a sandbox without Node.' },
  ],
};

export default tseslint.config(
  {
    ignores: [
      'out/**',
      'out-test/**',
      '.cache/**',
      'node_modules/**',
      'test-results/**',
      'playwright-report/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    settings: {
      // without these, import-x does not read TypeScript files and no-cycle reports nothing
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [importX.createNodeResolver({ extensions: ['.ts', '.tsx', '.js'] })],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: [...walls, ...roomOrder] }],
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': 'error',
      '@typescript-eslint/no-restricted-imports': ['error', electronOnly],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['app/**/*.ts'],
    ignores: tests,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', pureApp] },
  },
  {
    files: ['app/contract/**/*.ts'],
    ignores: tests,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', pureContract] },
  },
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      '@typescript-eslint/no-restricted-imports': ['error', rendererTypesOnly],
    },
  },
  { files: tests, rules: { 'import-x/no-restricted-paths': ['error', { zones: walls }] } },
  { files: ['main/hosts/electron/**/*.ts'], rules: { '@typescript-eslint/no-restricted-imports': 'off' } },
  {
    files: ['e2e/stand-in/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', electronTypesOnly] },
  },
  { files: ['**/*.config.ts'], rules: { 'import-x/no-default-export': 'off' } },
  {
    files: [...tests, 'e2e/**', 'bench/**'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
);
