/**
 * @file `npm run quick`: checks what a change touches, in under two minutes for a change in one room. Types and room rules of
 * everything; lint, format and tests of the changed files and their neighbours. `npm test` decides.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import { ROOT, binOf } from './product.ts';

/** What differs from the last commit; where nothing does, what that commit changed. */
export function changedFiles(root: string): string[] {
  const git = (...args: string[]): string[] => {
    const { stdout, status, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr.trim());
    return stdout.split('\n').filter((line) => line !== '');
  };
  const open = [...git('diff', '--name-only', 'HEAD'), ...git('ls-files', '-o', '--exclude-standard')];
  const files = open.length > 0 ? open : git('diff', '--name-only', 'HEAD~1');
  return files.filter((file) => existsSync(path.join(root, file)));
}

/** The tests in the folders of changed sources: beside the source is where its tests stand. */
export function testsBeside(root: string, files: readonly string[]): string[] {
  const folders = new Set(
    files.filter((file) => /[.](ts|svelte|py)$/.test(file)).map((file) => path.dirname(file)),
  );
  const beside = [...folders].flatMap((folder) =>
    globSync('*.test.ts', { cwd: path.join(root, folder) }).map((name) => path.join(folder, name)),
  );
  return beside.filter((file) => !file.startsWith('e2e')).sort();
}

interface Step {
  readonly title: string;
  /** A package, and behind a colon its command where that has another name. */
  readonly script: string;
  readonly args: readonly string[];
}

function stepsFor(files: readonly string[], tests: readonly string[]): Step[] {
  const sources = files.filter((file) => /[.](ts|svelte|js|cjs)$/.test(file));
  const window = files.some((file) => file.startsWith('src-renderer/') || file.startsWith('src-shared/'));
  return [
    { title: 'Format', script: 'prettier', args: ['--check', '--ignore-unknown', ...files] },
    { title: 'Types', script: '@typescript/native:tsc', args: ['--noEmit'] },
    {
      title: 'Types of the window',
      script: 'svelte-check',
      args: window
        ? ['--tsconfig', 'src-renderer/tsconfig.json', '--threshold', 'warning', '--tsgo-experimental-api']
        : [],
    },
    { title: 'Promises and switches', script: 'oxlint', args: ['src-main', 'src-shared'] },
    { title: 'Lint', script: 'eslint', args: sources.length > 0 ? ['--max-warnings', '0', ...sources] : [] },
    {
      title: 'Room rules',
      script: 'dependency-cruiser:depcruise',
      args: ['--config', '.dependency-cruiser.cjs', 'src-main', 'src-shared', 'src-renderer', 'src-preload'],
    },
    {
      title: `Tests beside the change (${tests.length} files)`,
      script: 'vitest',
      args: tests.length > 0 ? ['run', ...tests] : [],
    },
  ].filter(({ args }) => args.length > 0);
}

function run({ title, script, args }: Step): boolean {
  console.log(`\n━━ ${title}`);
  const [name = script, command] = script.split(':');
  const { status } = spawnSync(process.execPath, [binOf(name, command), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  return status === 0;
}

if (import.meta.main) {
  const started = performance.now();
  const files = changedFiles(ROOT);
  const failed = stepsFor(files, testsBeside(ROOT, files)).filter((step) => !run(step));
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const found =
    failed.length === 0 ? 'all is well' : `failed: ${failed.map(({ title }) => title).join(', ')}`;
  console.log(`\n${files.length} changed files, ${seconds} s: ${found}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
