/** `lathe predict` and `lathe generate` as scripts see them. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLI, runLatheHere } from './lathe.fixture.ts';
import { caseFile } from '../cases.fixture.ts';
import { tinyGenerator } from '../models/worker/generation/tiny.fixture.ts';
import { encodePng } from '../images/index.ts';
import { bagOfWords } from '../models/worker/bag-of-words.fixture.ts';
import { brightness, houses } from '../models/worker/small-models.fixture.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-cli-ask-'));

const lathe = (args: readonly string[], input: string | Uint8Array = '') =>
  runLatheHere(path.join(folder, 'workspace'), args, input);

const lines = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

beforeAll(async () => {
  const models = { houses: houses(), light: brightness(), writer: tinyGenerator(), mail: bagOfWords() };
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
  expect(bad).toMatchObject({ status: 1, err: expect.stringContaining('Line 2') as string });
  expect(lines(bad.out)).toEqual([{ value: 1220 }]);
  const unknown = await lathe(['predict', '--model', 'houses'], '{"row": {"rooms": 1}}');
  expect(unknown).toMatchObject({ status: 1, err: expect.stringContaining('rooms') as string });
  const nested = await lathe(['predict', '--model', 'houses'], '{"row": {"area": [60]}}');
  expect(nested).toMatchObject({
    status: 1,
    err: expect.stringContaining('field “area” is a list') as string,
  });
}, 240_000);

it('answers the good lines, and each bad one with its number and reason', async () => {
  const text = readFileSync(caseFile('import/predict_bad_line3.jsonl'), 'utf8');
  const { status, out, err } = await lathe(['predict', '--model', 'mail', '--json'], `\uFEFF${text}`);
  expect([status, lines(out)]).toMatchObject([1, [{ label: 'ham' }, { label: 'ham' }, { line: 3 }]]);
  expect(err).toMatch(/^lathe: line 3: Line 3 is invalid: it must be {"text"/);

  const good = (area: unknown) => JSON.stringify({ row: { area, built: null, town: 'Köln' } });
  const input = Buffer.concat([
    Buffer.from(
      [good(60), '', good('wide'), '{"row": {"area": 1, "twon": "Ulm"}}', good(70), '[1]', '{'].join('\r\n'),
    ),
    Buffer.from([0x0a, 0x7b, 0xff, 0x0a]),
    Buffer.from(`{"row": {"area": 1, "built": null, "town": "${'x'.repeat(200_000)}"}}\n${good(null)}`),
  ]);
  const mixed = await lathe(['predict', '--model', 'houses', '--json'], input);
  expect(mixed.status).toBe(1);
  expect(lines(mixed.out)).toMatchObject([
    { value: 1220 },
    { line: 3, error: expect.stringMatching(/^Row 3, field “area”: “wide” is no number/) as string },
    { line: 4, error: expect.stringContaining('Did you mean “town”') as string },
    { value: 1240 },
    { line: 6, error: expect.stringContaining('not a JSON object') as string },
    { line: 7, error: expect.stringContaining('not JSON') as string },
    { line: 8, error: expect.stringContaining('not UTF-8') as string },
    { line: 9 },
    { value: 1200 },
  ]);
}, 240_000);

it('answers rows that lack columns or have categories the model has not learned, with warnings', async () => {
  const rows = [{ area: 60, built: null, town: 'Ulm' }, { area: 60 }, { area: 60, built: null, town: 'Rom' }];
  const input = rows.map((row) => JSON.stringify({ row })).join('\n');
  const { status, out, err } = await lathe(['predict', '--model', 'houses'], input);
  expect(status).toBe(0);
  expect(lines(out)).toEqual([
    { value: 220 },
    {
      value: 220,
      warnings: [{ field: 'built' }, { field: 'town' }].map((one) => expect.objectContaining(one)),
    },
    { value: 220, warnings: [expect.objectContaining({ field: 'town', value: 'Rom' })] },
  ]);
  expect(err).toContain('2 answers carry warnings');
}, 240_000);

it('ends quietly when nobody reads its answers or its words', async () => {
  const many = Array.from({ length: 3000 }, () => '{"text": "win"}').join('\n');
  const script = (args: string) =>
    `"${process.execPath}" "${CLI}" ${args} --workspace "${path.join(folder, 'workspace')}"`;
  const input = path.join(folder, 'many.jsonl');
  writeFileSync(input, many);
  for (const [command, status] of [
    [`${script('predict --model mail')} < "${input}" | head -1`, 141],
    [`${script('models')} | true`, 141],
    [`${script('export --model mail --out /dev/stdout')} | wc -c`, 0],
  ] as const) {
    const child = spawn('bash', ['-c', `${command}; exit \${PIPESTATUS[0]}`]);
    const err: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
    child.stdout.resume();
    const [code] = (await once(child, 'close')) as [number | null];
    expect([command, code, err.join('')]).toEqual([
      command,
      status,
      status === 141 ? '' : expect.stringMatching(/^Wrote /),
    ]);
  }
  const folderIn = spawn('bash', ['-c', `${script('predict --model mail')} < /`]);
  const errors: string[] = [];
  folderIn.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  expect(await once(folderIn, 'close')).toEqual([2, null]);
  expect(errors.join('')).toMatch(/folder/);
}, 240_000);

it('exports into a folder under a name of its own, and into a pipe that stays one', async () => {
  const into = path.join(folder, 'into');
  mkdirSync(into);
  const { status, out } = await lathe(['export', '--model', 'mail', '--out', into, '--json']);
  expect([status, lines(out)]).toMatchObject([0, [{ file: path.join(into, readdirSync(into)[0] ?? '') }]]);
  expect(readdirSync(into)).toEqual([expect.stringMatching(/^mail-\d+\.onnx$/)]);
  const pipe = path.join(folder, 'pipe');
  spawnSync('mkfifo', [pipe]);
  const reader = spawn('cat', [pipe]);
  const chunks: Buffer[] = [];
  reader.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(reader, 'close');
  expect((await lathe(['export', '--model', 'mail', '--out', pipe])).status).toBe(0);
  await ended;
  expect(lstatSync(pipe).isFIFO()).toBe(true);
  expect(Buffer.concat(chunks)).toEqual(readFileSync(path.join(into, readdirSync(into)[0]!)));
  for (const place of ['/proc/x/model.onnx', '/dev/null/model.onnx']) {
    const refused = await lathe(['export', '--model', 'mail', '--out', place]);
    expect([refused.status, refused.err]).toEqual([1, expect.not.stringMatching(/inside Lathe|^ +at /m)]);
  }
}, 240_000);

it('predicts images by path', async () => {
  const image = path.join(folder, 'light.png');
  writeFileSync(image, encodePng({ width: 1, height: 1, channels: 1, data: Uint8Array.of(250) }));
  const { out } = await lathe(['predict', '--model', 'light'], JSON.stringify({ image: image }));
  expect(lines(out)).toMatchObject([{ label: 'light' }]);
  const missing = await lathe(['predict', '--model', 'light'], '{"image": "none.png"}');
  expect(missing).toMatchObject({ status: 1, err: expect.stringContaining('none.png') as string });
}, 240_000);

it('writes a text, the same for the same seed', async () => {
  const args = ['generate', '--model', 'writer', '--prompt', 'abc', '--max-tokens', '12', '--seed', '3'];
  const { status, out } = await lathe(args);
  expect(status).toBe(0);
  const [whole] = lines((await lathe([...args, '--json'])).out);
  expect(whole).toEqual({ text: out.slice(0, -1), ending: 'length', seed: 3 });
  expect([...out]).toHaveLength(13);
  const table = await lathe(['generate', '--model', 'houses', '--prompt', 'abc']);
  expect(table).toMatchObject({ status: 1, err: expect.stringContaining('does not generate') as string });
}, 240_000);
