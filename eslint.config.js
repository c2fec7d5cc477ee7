import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const restricted = [
  {
    selector:
      ':matches(ImportExpression, CallExpression[callee.name="require"]) Literal[value="onnxruntime-node"]',
    message: 'Past src-main/platform/worker/onnxruntime.ts it talks to its makers.',
  },
  {
    selector: 'ObjectExpression > SpreadElement > ObjectExpression',
    message: 'Write the fields out: packed into ...{ } they escape the check for excess properties.',
  },
];

/** Something called `name`: a variable, a field, a field of what may not be there, one of several. */
const called = (name) =>
  `:matches(${[
    `Identifier[name=${name}]`,
    `MemberExpression[computed=false][property.name=${name}]`,
    `ChainExpression[expression.property.name=${name}]`,
    `MemberExpression[computed=true][object.name=${name}]`,
    `MemberExpression[computed=true][object.property.name=${name}]`,
  ].join(', ')})`;

/** Comparing what is called `name` with one of `values`, and choosing by it. */
const asksFor = (name, values) =>
  [
    `BinaryExpression[operator=/^[!=]==?$/]:has(> Literal[value=${values}]):has(> ${called(name)})`,
    `SwitchStatement:has(SwitchCase > Literal[value=${values}]):has(> ${called(name)})`,
    `CallExpression[callee.property.name="includes"]:has(ArrayExpression > Literal[value=${values}]):has(> ${called(name)})`,
  ].map((selector) => ({
    selector,
    message:
      'Say it in a total table: src-shared/kinds, src-shared/tasks, or the kinds.ts or tasks.ts of the room.',
  }));

const kindsAndTasks = [
  ...asksFor('/^(kinds?|asks)$/i', '/^(text|table|image|corpus|prompt)$/'),
  ...asksFor('/task$/i', '/^(classify|regress|reconstruct|generate|other)$/'),
  ...asksFor('/^target$/i', '/^(class|number|none)$/'),
];

export default ts.config(
  { ignores: ['out', 'dist', 'node_modules', '**/*_pb.ts', '**/*.gen.ts', '.venv'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  prettier,
  {
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true }],
      'max-params': ['error', { max: 4 }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true } }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      eqeqeq: ['error', 'smart'],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'onnxruntime-node',
              message: 'Past src-main/platform/worker/onnxruntime.ts it talks to its makers.',
            },
          ],
        },
      ],
      'no-restricted-syntax': ['error', ...restricted],
    },
  },
  {
    files: ['src-main/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.fixture.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'onnxruntime-node',
              message: 'Past src-main/platform/worker/onnxruntime.ts it talks to its makers.',
            },
            {
              name: '@duckdb/node-api',
              importNames: ['DuckDBInstance', 'default'],
              message: 'openDuckDb of src-main/platform/worker/duckdb.ts keeps it silent.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src-main/*/worker/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.fixture.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/src-shared/contract.ts', '**/src-shared/*/contract.ts'],
              allowTypeImports: true,
              message:
                'A worker would load every schema when it starts. Values stand in values.ts of the room.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser }, globals: globals.browser },
    rules: { 'max-lines': ['error', { max: 300, skipBlankLines: true }] },
  },
  {
    files: ['src-*/**/*.ts', 'src-*/**/*.svelte'],
    // The compiler and Markdown have kinds of their own.
    ignores: [
      '**/kinds/**',
      '**/kinds.ts',
      '**/tasks/**',
      '**/tasks.ts',
      '**/*.test.ts',
      '**/*.fixture.ts',
      'src-main/graph/**',
      'src-renderer/ui/**',
    ],
    rules: { 'no-restricted-syntax': ['error', ...restricted, ...kindsAndTasks] },
  },
  {
    files: ['src-main/*/**/*.ts'],
    ignores: [
      'src-main/cli/**',
      'src-main/desktop/**',
      'src-main/platform/**',
      '**/*.test.ts',
      '**/*.fixture.ts',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['stdin', 'stdout', 'stderr', 'exitCode'].map((property) => ({
          object: 'process',
          property,
          message: 'A command reads and writes what it was given: the shell and the terminal of its session.',
        })),
      ],
    },
  },
  {
    // Half of the time; oxlint has them of these files.
    files: ['src-main/**/*.ts', 'src-shared/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-vars': 'off',
      'no-useless-assignment': 'off',
      '@typescript-eslint/ban-ts-comment': 'off',
      '@typescript-eslint/consistent-type-imports': 'off',
    },
  },
  { files: ['src-renderer/**/*.ts'], languageOptions: { globals: globals.browser } },
  { files: ['**/*.cjs', 'scripts/**', 'bench/**', 'e2e/**'], languageOptions: { globals: globals.node } },
  {
    files: [
      '*.config.ts',
      '*.config.js',
      'src-renderer/**/*.svelte',
      'e2e/setup.ts',
      'scripts/tally-reporter.ts',
    ],
    rules: { 'no-restricted-exports': 'off' },
  },
);
