/** Words that nothing says are gone, and work that nothing starts has no name. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { JOB_KINDS } from '../src-shared/platform/contract.ts';
import { WORDS } from '../src-renderer/words.ts';

const ROOT = path.join(import.meta.dirname, '..');
const read = (pattern: string, without: RegExp) =>
  globSync(pattern, { cwd: ROOT })
    .filter((file) => !without.test(file))
    .map((file) => readFileSync(path.join(ROOT, file), 'utf8'))
    .join('\n');
const WINDOW = read('src-renderer/**/*.{svelte,ts}', /words\.ts$|\.test\.ts$/);
const WORKBENCH = read('src-main/**/*.ts', /\.(test|fixture)\.ts$/);

/** The names of all words, as paths. */
function names(words: object, above: readonly string[] = []): string[][] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? names(value, [...above, name]) : [[...above, name]],
  );
}

/** Whether the window names it, or takes one of its group by a value. */
function isSaid(name: readonly string[]): boolean {
  const [leaf, ...groups] = name.toReversed();
  const named = new RegExp(`\\.${leaf}\\b|['"\`]${leaf}['"\`]|\\b${leaf}\\b\\s*[,}:]`);
  const whole = (group: string) =>
    new RegExp(`\\b${group}\\??\\.?\\[|Object\\.(entries|keys|values)\\([^;]*\\.${group}\\b`);
  return named.test(WINDOW) || groups.some((group) => whole(group).test(WINDOW));
}

it('says every word', () => {
  expect(names(WORDS.en).filter((name) => !isSaid(name))).toEqual([]);
  expect(isSaid(['shell', 'nothingSaysThis'])).toBe(false);
});

it('starts every kind of job', () => {
  expect(JOB_KINDS.filter((kind) => !WORKBENCH.includes(`kind: '${kind}'`))).toEqual([]);
});
