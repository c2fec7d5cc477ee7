/** What training makes of a table and what an exported graph makes of it, over magnitudes. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseFile } from '../../../cases.fixture.ts';
import { columnApart } from '../column-apart.ts';
import { daysOf } from '../../../datasets/worker/index.ts';
import { encodeColumns, fitColumns } from './columns.ts';
import { freezeRows, type FrozenRow } from '../../../versions/worker/frozen.fixture.ts';
import type { Edition } from '../../../versions/worker/index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-columns-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const splitOf = (row: number) => (['train', 'train', 'validation', 'test'] as const)[row % 4]!;

/** Columns of numbers as a frozen version; each as long as the others. */
function frozen(columns: Readonly<Record<string, readonly (number | null)[]>>) {
  const names = Object.keys(columns);
  const rows = columns[names[0]!]!.map((_, row): FrozenRow => {
    const cells = names.map((name) => [name, columns[name]![row] ?? null] as const);
    return { split: splitOf(row), cells: Object.fromEntries(cells) };
  });
  return freezeRows(join(folder, `${crypto.randomUUID()}.parquet`), rows);
}

/** The columns as the network takes them, by name. */
async function standardized(
  columns: Readonly<Record<string, readonly (number | null)[]>>,
  edition?: Edition,
) {
  const version = await frozen(columns);
  const fitted = await fitColumns({ version, edition });
  const { columns: encoded } = await encodeColumns(version, 'train', fitted);
  const { data } = encoded.find(({ name }) => name === 'numbers')!;
  const width = fitted.numbers.length;
  return {
    fitted: new Map(fitted.numbers.map((column) => [column.name, column])),
    apart: await columnApart({ version }, fitted),
    values: new Map(
      fitted.numbers.map(({ name }, at) => [name, [...data].filter((_, index) => index % width === at)]),
    ),
  };
}

/** Mean and deviation. */
function spreadOf(values: readonly number[]) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

/** Whole steps from -50 to 50, none the same in train and elsewhere. */
const steps = Array.from({ length: 101 }, (_, row) => ((row * 37) % 101) - 50);
const offsets = [0, 1, 1e3, 1e6, 1e9, 1.7e9, 1.7e12, 1e12];
const spreads = [1e-30, 1e-15, 1e-6, 1e-3, 1, 1e3, 1e6, 1e15, 1e30];

describe('a column of numbers', () => {
  it('reaches the network as it does the exported graph, to the bit, over offsets and spreads', async () => {
    const columns = Object.fromEntries(
      offsets.flatMap((offset) =>
        [offset, -offset].flatMap((at) =>
          spreads.map((spread) => [`${at} by ${spread}`, steps.map((step) => at + step * spread)] as const),
        ),
      ),
    );
    const { apart, values, fitted } = await standardized(columns);
    expect(apart).toBeNull();
    for (const [name, column] of values) {
      const raw = columns[name]!.filter((_, row) => splitOf(row) === 'train');
      const { mean, deviation } = spreadOf(column);
      if (new Set(raw).size === 1) expect(column, name).toEqual(column.map(() => 0));
      else {
        // A mean between two neighbouring doubles is rounded to one of them.
        expect(mean, name).toBeCloseTo(0, 2);
        expect(deviation, name).toBeCloseTo(1, 3);
        expect(new Set(column).size, name).toBe(new Set(raw).size);
      }
    }
    expect(fitted.get('0 by 1')).toMatchObject({ precision: 'float32' });
    expect(fitted.get('1700000000 by 1')).toMatchObject({ precision: 'float64' });
  });

  it('is read alike whatever stands in it: missing cells, an outlier, ids, one value, moments of a day', async () => {
    const day = daysOf('2026-03-04');
    const rows = [...steps.keys()];
    const columns = {
      missing: rows.map((row) => (row % 3 === 0 ? null : 1e9 + row)),
      'nothing at all': rows.map(() => null),
      outlier: rows.map((row) => (row === 5 ? 1e12 : row / 100)),
      ids: rows.map((row) => 9_007_199_254_740_000 + row),
      constant: rows.map(() => 0.1),
      'constant and large': rows.map(() => 1.7e12 + 0.1),
      'constant until it is served': rows.map((row) => (splitOf(row) === 'train' ? 1.7e9 : 1.7e9 + row)),
      milliseconds: rows.map((row) => day + row / 864e5),
      'next to nothing': rows.map((row) => row * 1e-320),
      smallest: rows.map((row) => row * 1e-40),
      largest: rows.map((row) => row * 1e280),
      zero: rows.map(() => 0),
    };
    const { apart, values, fitted } = await standardized(columns);
    expect(apart).toBeNull();
    expect(spreadOf(values.get('milliseconds')!).deviation).toBeCloseTo(1, 3);
    expect(new Set(values.get('milliseconds')).size).toBeGreaterThan(45);
    expect(spreadOf(values.get('ids')!).deviation).toBeCloseTo(1, 3);
    expect(values.get('constant and large')).toEqual(values.get('zero'));
    expect(fitted.get('smallest')).toMatchObject({ precision: 'float64' });
    for (const column of values.values()) expect(column.every(Number.isFinite)).toBe(true);
  });

  it('of any magnitudes at all is read alike', async () => {
    const magnitude = fc.double({ min: -30, max: 30, noNaN: true }).map((power) => 10 ** power);
    const column = fc
      .record({ offset: fc.option(magnitude, { nil: 0 }), spread: magnitude, sign: fc.constantFrom(-1, 1) })
      .chain(({ offset, spread, sign }) =>
        fc
          .array(fc.option(fc.double({ min: -1, max: 1, noNaN: true }), { freq: 8 }), {
            minLength: 24,
            maxLength: 24,
          })
          .map((cells) => cells.map((cell) => (cell === null ? null : sign * offset + spread * cell))),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(column, { minLength: 1, maxLength: 8 }), async (all) => {
        const columns = Object.fromEntries(all.map((cells, index) => [`c${index}`, cells]));
        const made = await standardized(columns).catch((error: unknown) => {
          expect(error).toMatchObject({ key: 'training.tooFar' });
          return null;
        });
        if (made) expect(made.apart).toBeNull();
      }),
      { numRuns: 15 },
    );
  });

  it('that no float can hold is refused by name', async () => {
    const columns = { fine: steps, huge: steps.map((step) => step * 1e300) };
    await expect(standardized(columns)).rejects.toMatchObject({
      key: 'training.tooLarge',
      parameters: { column: 'huge' },
    });
    const far = steps.map((step, row) => (row === 2 ? 1e200 : step));
    const version = await frozen({ far });
    await expect(encodeColumns(version, 'validation', await fitColumns({ version }))).rejects.toMatchObject({
      key: 'training.tooFar',
      parameters: { column: 'far', split: 'validation' },
    });
  });

  it('of seconds since 1970, as it was learned in edition 1, is what the case shows', async () => {
    const [, ...lines] = readFileSync(caseFile('05-trained-in-double-served-in-float/epoch.csv'), 'utf8')
      .trim()
      .split('\n');
    const ts = lines.map((line) => Number(line.split(',')[0]));
    expect((await standardized({ ts }, 1)).apart).toMatchObject({ name: 'ts' });
    const { apart, fitted, values } = await standardized({ ts });
    expect(apart).toBeNull();
    expect(fitted.get('ts')!.scale).toBeCloseTo(
      spreadOf(values.get('ts')!).deviation * fitted.get('ts')!.scale,
    );
    expect(fitted.get('ts')!.scale).toBeGreaterThan(20);
  });

  it('of times within an hour of one day is not taken for constant', async () => {
    const [, ...lines] = readFileSync(caseFile('05-trained-in-double-served-in-float/epoch.csv'), 'utf8')
      .trim()
      .split('\n');
    const milliseconds = lines.map((line) => Number(line.split(',')[0]) * 1e6);
    const { fitted } = await standardized({ milliseconds });
    expect(fitted.get('milliseconds')!.scale).toBeGreaterThan(1e7);
  });
});

describe('a column of categories', () => {
  it('is read alike: missing, unseen, empty, and letters that runtimes read otherwise', async () => {
    const values = ['a', 'Ü', 'a\0b', '\ud800', '', ' a', null, '鸟', 'b', 'rare'];
    const rows = Array.from({ length: 80 }, (_, row): FrozenRow => {
      const split = splitOf(row);
      const cell =
        split === 'validation' && row % 8 === 2
          ? `unseen ${row}`
          : (values[(row >> 2) % values.length] ?? null);
      return { split, cells: { kind: cell === '' || cell === ' a' ? null : cell, number: row } };
    });
    const version = await freezeRows(join(folder, 'categories.parquet'), rows, { kind: 'category' });
    const fitted = await fitColumns({ version });
    expect(await columnApart({ version }, fitted)).toBeNull();
    expect(await columnApart({ version }, fitted, 'test')).toBeNull();
  });
});
