/** `lathe predict` and `lathe generate` as scripts see them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tinyGenerator } from '../workers/generation/tiny.fixture.ts';
import { encodePng } from '../workers/images/png.ts';
import { brightness, houses } from '../workers/models/small-models.fixture.ts';

const CLI = path.join(import.meta.dirname, '..', 'cli.ts');
const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-cli-ask-'));

async function lathe(args: readonly string[], input = '') {
  const child = spawn(process.execPath, [CLI, ...args, '--workspace', path.join(folder, 'workspace')]);
  const [out, err]: string[][] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out?.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => err?.push(text));
  child.stdin.end(input);
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, out: out?.join('') ?? '', err: err?.join('') ?? '' };
}

const lines = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

beforeAll(async () => {
  const models = { houses: houses(), light: brightness(), writer: tinyGenerator() };
  for (const [name, bytes] of Object.entries(models)) {
    const file = path.join(folder, `${name}.onnx`);
    writeFileSync(file, bytes);
    expect((await lathe(['models', 'import', file, '--json'])).status).toBe(0);
  }
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('predicts rows of a table, and names the line of a bad one', async () => {
  const rows = [60, '70', null].map((area) => JSON.stringify({ row: { area, built: null, town: 'Köln' } }));
  const { status, out } = await lathe(['predict', '--model', 'houses'], rows.join('\n'));
  expect([status, lines(out)]).toEqual([0, [{ value: 1220 }, { value: 1240 }, { value: 1200 }]]);
  const bad = await lathe(['predict', '--model', 'houses'], `${rows[0]}\n{"row": [1]}\n`);
  expect(bad).toMatchObject({ status: 2, err: expect.stringContaining('Line 2') as string });
  const unknown = await lathe(['predict', '--model', 'houses'], '{"row": {"rooms": 1}}');
  expect(unknown).toMatchObject({ status: 1, err: expect.stringContaining('rooms') as string });
}, 240_000);

it('predicts pictures by path', async () => {
  const picture = path.join(folder, 'light.png');
  writeFileSync(picture, encodePng({ width: 1, height: 1, channels: 1, data: Uint8Array.of(250) }));
  const { out } = await lathe(['predict', '--model', 'light'], JSON.stringify({ image: picture }));
  expect(lines(out)).toMatchObject([{ label: 'light' }]);
  const missing = await lathe(['predict', '--model', 'light'], '{"image": "none.png"}');
  expect(missing).toMatchObject({ status: 2, err: expect.stringContaining('none.png') as string });
}, 240_000);

it('writes a text, the same for the same seed', async () => {
  const args = ['generate', '--model', 'writer', '--prompt', 'abc', '--max-tokens', '12', '--seed', '3'];
  const { status, out } = await lathe(args);
  expect(status).toBe(0);
  const [whole] = lines((await lathe([...args, '--json'])).out);
  expect(whole).toEqual({ text: out.slice(0, -1), ending: 'length', seed: 3 });
  expect([...out]).toHaveLength(13);
  const table = await lathe(['generate', '--model', 'houses', '--prompt', 'abc']);
  expect(table).toMatchObject({ status: 1, err: expect.stringContaining('does not write') as string });
}, 240_000);
