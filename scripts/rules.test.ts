import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const eslint = new ESLint();

/** The messages of the rule of syntax for code that stands in a file. */
async function refusals(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: file });
  const found = result?.messages.filter(({ ruleId }) => ruleId === 'no-restricted-syntax') ?? [];
  return found.map(({ message }) => message);
}

const ROOM = 'src-renderer/datasets/samples.ts';
const inTable = [expect.stringContaining('total table')];

test.each([
  "export const f = (kind: string) => kind === 'text';",
  "export const f = (dataset?: { kind: string }) => dataset?.kind !== 'corpus';",
  "export const f = (kinds: string[]) => kinds[0] === 'table';",
  "export const f = (preview: { kinds: string[] }) => preview.kinds[0] !== 'table';",
  "export const f = (asks: string) => asks === 'prompt';",
  "export const f = (kind: string) => ['text', 'corpus'].includes(kind);",
  "export const f = (model: { task: string }) => model.task === 'classify';",
  "export const f = (version: { target: string }) => version.target !== 'number';",
  "export function f({ kind }: { kind: string }) { switch (kind) { case 'image': return 1; default: return 2; } }",
  "export function f(model: { task: string }) { switch (model.task) { case 'other': return 1; default: return 2; } }",
])('a kind or a task is not asked for one by one: %s', async (code) => {
  expect(await refusals(ROOM, code)).toEqual(inTable);
  expect(await refusals('src-renderer/kinds/content.ts', code)).toEqual([]);
  expect(await refusals('src-renderer/versions/kinds.ts', code)).toEqual([]);
  expect(await refusals('src-renderer/training/tasks.ts', code)).toEqual([]);
  expect(await refusals('src-renderer/kinds/content.test.ts', code)).toEqual([]);
});

test('nor in markup', async () => {
  const code = `<script lang="ts">\n  const { kind }: { kind: string } = $props();\n</script>\n\n{#if kind === 'image'}1{/if}\n`;
  expect(await refusals('src-renderer/kinds-of-samples.svelte', code)).toEqual(inTable);
  expect(await refusals('src-renderer/kinds/ImageView.svelte', code)).toEqual([]);
});

test('other things are called text and number, too', async () => {
  const code =
    "export const f = (type: string, row: { kind: string }) => type === 'text' || row.kind === 'rows';";
  expect(await refusals(ROOM, code)).toEqual([]);
});

test('an object packed into ...{ } is refused everywhere', async () => {
  const code = 'export const f = (a: object) => ({ ...{ b: 1 }, a });';
  for (const file of [ROOM, 'src-renderer/versions/kinds.ts', 'src-renderer/kinds/content.test.ts'])
    expect(await refusals(file, code)).toEqual([expect.stringContaining('Write the fields out')]);
});
