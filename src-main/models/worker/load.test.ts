import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { parse, serialize } from '../../graph/index.ts';
import { encodePng } from '../../images/index.ts';
import { bagOfWords, plusOne } from './bag-of-words.fixture.ts';
import { loadModel, type LoadOptions, type LoadedModel } from './load.ts';
import type { Cell } from './rows.ts';
import { brightness, houses, sizes, unusualHouses } from './small-models.fixture.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lathe-models-'));
let models: LoadedModel[] = [];
afterEach(async () => {
  await Promise.all(models.map((model) => model.release()));
  models = [];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function open(bytes: Uint8Array, options: LoadOptions = {}): Promise<LoadedModel> {
  const file = path.join(folder, 'model.onnx');
  writeFileSync(file, bytes);
  const model = await loadModel(file, { threads: 1, ...options });
  models.push(model);
  return model;
}

const row = (cells: Record<string, Cell>) => ({ kind: 'table', cells }) as const;

/** An image of one color, gray where it is one number. */
function painted(...color: readonly number[]) {
  const [width, height] = [9, 5];
  const data = Uint8Array.from(
    { length: width * height * color.length },
    (_, at) => color[at % color.length]!,
  );
  return { width, height, channels: color.length, data };
}

describe('a model of tables', () => {
  it('predicts numbers from cells in any order, with missing and unknown values', async () => {
    const model = await open(houses());
    expect(model.description).toMatchObject({
      task: 'regress',
      kind: 'table',
      labels: [],
      image: null,
      columns: [
        { column: 'area', input: 'area', type: 'number' },
        { column: 'built', input: 'built', type: 'date' },
        { column: 'town', input: 'town', type: 'category', values: ['Ulm', 'Köln'] },
      ],
    });
    const rows = [
      row({ area: 60, town: 'Ulm', built: null }),
      row({ town: ' Köln ', area: '60.5', built: '1970-01-11' }),
      row({ area: null, town: 'Köln', built: 5 }),
      row({ area: 'n/a', town: null, built: '' }),
      row({ area: 1, town: 'Paris', built: '1970/1/2' }),
    ];
    expect(await model.predict(rows)).toEqual({
      task: 'regress',
      values: Float32Array.of(220, 1231, 1205, 200, 103),
    });
    expect(await model.predict([])).toEqual({ task: 'regress', values: new Float32Array() });
  });

  it('tells how unusual rows are', async () => {
    const model = await open(unusualHouses());
    expect(await model.predict([row({ area: 50 }), row({ area: 56 })])).toEqual({
      task: 'reconstruct',
      errors: Float32Array.of(0, 9),
    });
  });

  it('classifies by a column that is named like an output', async () => {
    const model = await open(sizes());
    const predictions = await model.predict([row({ label: 90 }), row({ label: 2 })]);
    expect(predictions).toMatchObject({ classes: ['small', 'large'], labels: ['large', 'small'] });
  });

  it.each([
    ['serving.unknownColumn', { area: 1, rooms: 3 }, { column: 'rooms', columns: 'area, built, town' }],
    [
      'serving.misspelledColumn',
      { Area: 1, built: 0 },
      { column: 'Area', closest: 'area', columns: 'area, built, town' },
    ],
    [
      'serving.badNumber',
      { area: 'wide', built: 0, town: '' },
      { column: 'area', value: 'wide', example: '37' },
    ],
    ['serving.badNumber', { area: Number.NaN }, { column: 'area', value: 'NaN' }],
    ['serving.numberTooLarge', { area: 1e300, built: 0, town: '' }, { column: 'area' }],
    ['serving.badDate', { area: 1, built: '1970-02-30', town: '' }, { column: 'built' }],
    [
      'serving.unknownColumn',
      JSON.parse('{"__proto__": 1, "area": 1}') as Record<string, Cell>,
      { column: '__proto__' },
    ],
  ])('refuses with %s the row %j', async (key, cells, parameters) => {
    const model = await open(houses());
    await expect(model.predict([row({ area: 1, built: 0, town: '' }), row(cells)])).rejects.toMatchObject({
      key,
      parameters: { row: 2, ...parameters },
    });
  });

  it('takes a column that is not there as missing, and warns of it and of categories it has not learned', async () => {
    const model = await open(houses());
    const rows = [row({}), row({ area: null, built: null, town: null }), row({ area: 54, town: 'koln' })];
    const { values } = (await model.predict(rows)) as { values: Float32Array };
    expect([...values]).toEqual([200, 200, 208]);
    const missing = { problem: 'missing', value: null, known: [], categories: 0 };
    expect(model.warnings(rows)).toEqual([
      [
        { ...missing, field: 'area' },
        { ...missing, field: 'built' },
        { ...missing, field: 'town' },
      ],
      [],
      [
        { ...missing, field: 'built' },
        { problem: 'unknown', field: 'town', value: 'koln', known: ['Ulm', 'Köln'], categories: 2 },
      ],
    ]);
    const tensor = {
      name: 'town',
      datatype: 'BYTES',
      shape: [4, 1],
      data: ['Ulm', 'Rom', '', 'Rom'],
    } as const;
    expect(model.tensorWarnings([tensor])).toMatchObject([{ field: 'town', value: 'Rom' }]);
  });

  it('reads cells as the source files wrote them, and as programs write them', async () => {
    const written = {
      area: { notation: 'decimal-comma', unit: 'm²' },
      built: { notation: 'day.month.year' },
    } as const;
    const model = await open(houses(), { written });
    const said = async (area: Cell, built: Cell) =>
      (await model.predict([row({ area, built, town: 'Ulm' })])) as { values: Float32Array };
    expect((await said('1.060,5 m²', '11.01.1970')).values[0]).toBe(2 * 1060.5 + 110);
    expect((await said('60.5', '1970-01-11')).values[0]).toBe(2 * 60.5 + 110);
    expect((await said(60.5, 10)).values[0]).toBe(2 * 60.5 + 110);
    await expect(said('60,5 kg', null)).rejects.toMatchObject({ key: 'serving.badNumber' });
  });

  it('answers any cells with numbers or with a problem that names the row', async () => {
    const model = await open(houses());
    const cell = fc.oneof(fc.string(), fc.double(), fc.constant(null), fc.integer().map(String));
    await fc.assert(
      fc.asyncProperty(
        fc.record({ area: cell, built: cell, town: cell }, { requiredKeys: [] }),
        async (cells) => {
          const answer = await model.predict([row(cells)]).catch((error: unknown) => error);
          expect(answer).toSatisfy(
            (line: { task?: string; parameters?: { row?: number } }) =>
              line.task === 'regress' || line.parameters?.row === 1,
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a model of images', () => {
  it('brings images of any format and size to its own', async () => {
    const model = await open(brightness());
    expect(model.description).toMatchObject({ kind: 'image', image: { width: 4, height: 2, channels: 3 } });
    const raw = painted(250, 10, 10);
    const jpeg = await sharp(raw.data, { raw: { width: raw.width, height: raw.height, channels: 3 } })
      .jpeg()
      .toBuffer();
    const encoded = [encodePng(painted(10, 250, 250)), jpeg, encodePng(painted(200)), encodePng(painted(9))];
    const predictions = await model.predict(
      encoded.map((image) => ({ kind: 'image', image: new Uint8Array(image) })),
    );
    expect(predictions).toMatchObject({ labels: ['dark', 'light', 'light', 'dark'] });
  });

  it('takes colors as gray where it learned gray', async () => {
    const model = await open(brightness(1));
    const image = new Uint8Array(encodePng(painted(255, 255, 255)));
    expect(await model.predict([{ kind: 'image', image }])).toMatchObject({ labels: ['light'] });
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['no image', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['half an image', new Uint8Array(encodePng(painted(1, 2, 3)).subarray(0, 60))],
  ])('refuses %s, and says which', async (_, image) => {
    const model = await open(brightness());
    const good = { kind: 'image', image: new Uint8Array(encodePng(painted(7))) } as const;
    await expect(model.predict([good, { kind: 'image', image }])).rejects.toMatchObject({
      key: 'serving.badImage',
      parameters: { row: 2 },
    });
  });
});

describe('what a model is asked', () => {
  const rows = {
    text: { kind: 'text', text: 'hello' },
    table: row({ area: 1 }),
    image: { kind: 'image', image: new Uint8Array() },
  } as const;

  it('must be of its kind', async () => {
    const all = { text: bagOfWords(), table: houses(), image: brightness() };
    for (const [wanted, bytes] of Object.entries(all)) {
      const model = await open(bytes);
      for (const [given, one] of Object.entries(rows))
        if (given !== wanted)
          await expect(model.predict([one])).rejects.toMatchObject({
            key: 'serving.wrongKind',
            parameters: { row: 1, given, wanted },
          });
    }
  });

  it('is text where the file says nothing but labels', async () => {
    const model = await open(bagOfWords());
    expect(model.description).toMatchObject({ task: 'classify', kind: 'text', labels: ['ham', 'spam'] });
  });

  it('is told by the form of the inputs where the file says nothing of them', async () => {
    const bare = (bytes: Uint8Array, metadata: Record<string, string>) =>
      open(serialize({ ...parse(bytes), metadata: new Map(Object.entries(metadata)) }));
    const table = await bare(houses(), { task: 'regress' });
    expect(table.description).toMatchObject({
      kind: 'table',
      columns: [
        { column: 'area', input: 'area', type: 'number' },
        { column: 'built', input: 'built', type: 'number' },
        { column: 'town', input: 'town', type: 'category' },
      ],
    });
    const cells = { area: 60, built: 5, town: 'Ulm' };
    expect(await table.predict([row(cells)])).toEqual(await (await open(houses())).predict([row(cells)]));
    const images = await bare(brightness(), { labels: '["dark", "light"]' });
    expect(images.description.image).toEqual({ width: 4, height: 2, channels: 3 });
    const image = new Uint8Array(encodePng(painted(200)));
    expect(await images.predict([{ kind: 'image', image }])).toMatchObject({ labels: ['light'] });
  });

  it.each([
    ['takes other tensors', plusOne(), 'takes x FP32[2]'],
    ['speaks of inputs it has not', bagOfWords({ metadata: { columns: '[{"column":"a"}]' } }), null],
    ['says nonsense', bagOfWords({ metadata: { columns: '{', image: '[1]', task: 'fly' } }), null],
    [
      'names columns that are no inputs',
      bagOfWords({ metadata: { columns: '[{"column":"a","input":"b","type":"number"}]' } }),
      'takes text BYTES[-1]',
    ],
    ['writes text', bagOfWords({ metadata: { task: 'generate' } }), 'generates text from a prompt'],
    [
      'predicts numbers it does not give',
      bagOfWords({ metadata: { task: 'regress' } }),
      'gives no “prediction”',
    ],
  ])('is understood or refused with words when a file %s', async (_, bytes, why) => {
    const model = await open(bytes);
    const asked = model.predict([rows.text]);
    if (why === null) await expect(asked).resolves.toMatchObject({ labels: ['ham'] });
    else await expect(asked).rejects.toMatchObject({ key: 'serving.cannotBeAsked', parameters: { why } });
  });
});
