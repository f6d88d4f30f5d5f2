import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';

const tests = ['**/*.test.ts', '**/*.test.tsx', '**/testing/**'];

/** Each wall of the house: code under `target` may not import from `from`. docs/layers.md says why. */
const walls = [
  { target: './app', from: ['./main', './renderer', './e2e', './bench', './scripts'] },
  { target: './renderer', from: ['./main', './e2e', './bench', './scripts'] },
  { target: './main', from: ['./renderer', './e2e', './bench', './scripts'] },
  {
    target: ['./main/services', './main/engine'],
    from: ['./main/system', './main/hosts', './main/assistant/compose.ts', './main/assistant/dispatcher.ts'],
    except: ['./ports.ts'],
  },
  { target: './main/system', from: ['./main/services', './main/hosts', './main/assistant/compose.ts'] },
  // a zone of its own: patterns and plain paths do not go together
  {
    target: ['./main/services', './main/engine', './main/system'],
    from: ['./main/{wire-*,*-handlers,handlers}.ts'],
  },
  { target: './main/engine/fs/disk-names.ts', from: ['./main'] },
  { target: './main/assistant/dispatcher.ts', from: ['./main/hosts', './main/system', './main/services'] },
  { target: './main/assistant/compose.ts', from: ['./main/hosts'] },
];

const electronOnly = {
  paths: [
    { name: 'electron', message: 'Only main/hosts/electron may import electron.' },
    { name: 'electron/main', message: 'Only main/hosts/electron may import electron.' },
    { name: 'electron/renderer', message: 'Only main/hosts/electron may import electron.' },
  ],
};

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
  { ignores: ['out/**', 'node_modules/**', 'test-results/**', 'playwright-report/**'] },
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
      'import-x/no-restricted-paths': ['error', { zones: walls }],
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
      'max-lines': ['error', { max: 250 }],
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
  { files: ['app/locale/**', 'app/guides/**', 'app/platforms/**'], rules: { 'max-lines': 'off' } },
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      '@typescript-eslint/no-restricted-imports': ['error', rendererTypesOnly],
    },
  },
  { files: ['main/hosts/electron/**/*.ts'], rules: { '@typescript-eslint/no-restricted-imports': 'off' } },
  { files: ['*.config.ts'], rules: { 'import-x/no-default-export': 'off' } },
  {
    files: [...tests, 'e2e/**', 'bench/**'],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
);
