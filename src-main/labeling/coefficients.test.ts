import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../scripts/python.ts';
import { runPython } from '../../scripts/python.fixture.ts';
import { Agreement } from '../../src-shared/labeling/agreement/agreement.ts';
import {
  cohenKappa,
  fleissKappa,
  krippendorffAlpha,
  percentAgreement,
  type Unit,
} from '../../src-shared/labeling/agreement/coefficients.ts';
import { meanIou, spanF1 } from '../../src-shared/labeling/agreement/parts.ts';

/** `count` units that say `unit`. */
const times = (count: number, ...unit: string[]): string[][] => Array.from({ length: count }, () => unit);

describe('coefficients of agreement', () => {
  it("are those of the literature: Cohen's 0.4 of two readers, Fleiss's 0.21 of fourteen psychiatrists", () => {
    const readers = [
      ...times(20, 'y', 'y'),
      ...times(5, 'y', 'n'),
      ...times(10, 'n', 'y'),
      ...times(15, 'n', 'n'),
    ];
    expect(cohenKappa(readers.map(([a, b]) => [a!, b!]))).toBeCloseTo(0.4, 12);
    expect(percentAgreement(readers)).toBe(0.7);
    // Counts of five classes, as they are printed with the definition of the coefficient.
    const counts = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    const units = counts.map((row) => row.flatMap((count, i) => Array.from({ length: count }, () => i)));
    expect(fleissKappa(units)).toBeCloseTo(0.20993, 5);
  });

  it("are Krippendorff's own examples: four observers, twelve units, answers missing", () => {
    const missing = Number.NaN;
    const observers = [
      [1, 2, 3, 3, 2, 1, 4, 1, 2, missing, missing, missing],
      [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, missing, 3],
      [missing, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, missing],
      [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, missing],
    ];
    const units = observers[0]!.map((_, i) =>
      observers.map((answers) => answers[i]!).filter((answer) => !Number.isNaN(answer)),
    );
    expect(krippendorffAlpha(units, 'nominal')).toBeCloseTo(0.743, 3);
    expect(krippendorffAlpha(units, 'ordinal')).toBeCloseTo(0.815, 3);
    expect(krippendorffAlpha(units, 'interval')).toBeCloseTo(0.849, 3);
  });

  it('are not defined where chance alone explains all, or nothing was said twice', () => {
    const same = times(5, 'y', 'y');
    expect(cohenKappa(same.map(([a, b]) => [a!, b!]))).toBeNull();
    expect(fleissKappa(same)).toBeNull();
    expect(krippendorffAlpha(same, 'nominal')).toBeNull();
    expect([percentAgreement([]), cohenKappa([]), fleissKappa([]), krippendorffAlpha([], 'nominal')]).toEqual(
      [null, null, null, null],
    );
    expect(krippendorffAlpha([['y'], ['n']], 'nominal')).toBeNull();
  });

  it('are those of scikit-learn and of coincidence matrices on drawn answers', (context) => {
    const python = findPython('numpy', 'sklearn');
    context.skip(!python, pythonMissing('numpy', 'scikit-learn'));
    const unit = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
    const cases = fc.sample(fc.record({ units: fc.array(unit, { minLength: 2, maxLength: 40 }) }), {
      numRuns: 80,
      seed: 7,
    });
    const { stdout, stderr } = runPython(
      python!,
      [path.join(import.meta.dirname, 'coefficients.oracle.py')],
      JSON.stringify(cases),
    );
    expect(stderr).toBe('');
    const expected = JSON.parse(stdout) as Record<string, number | null>[];
    const actual = cases.map(({ units }: { units: Unit[] }) => ({
      cohen: cohenKappa(
        units.flatMap(([a, b, ...more]) => (b === undefined || more.length > 0 ? [] : [[a!, b]])),
      ),
      fleiss: fleissKappa(units.filter(({ length }) => length === 3)),
      nominal: krippendorffAlpha(units, 'nominal'),
      ordinal: krippendorffAlpha(units, 'ordinal'),
      interval: krippendorffAlpha(units, 'interval'),
    }));
    for (const [i, measures] of actual.entries())
      for (const [name, value] of Object.entries(measures)) {
        const wanted = expected[i]![name] ?? null;
        if (wanted === null || value === null) expect([i, name, value]).toEqual([i, name, wanted]);
        else expect(value, `${name} of case ${i}`).toBeCloseTo(wanted, 10);
      }
  });
});

describe('agreement about parts', () => {
  const spans = (...parts: [number, number, string][]) => ({
    spans: parts.map(([start, end, label], i) => ({ id: `s${i}`, start, end, label, attributes: {} })),
    relations: [],
  });
  type Place = [x: number, y: number, width: number, height: number];
  const box = ([x, y, width, height]: Place, label = 'cat') => ({
    id: `${x} ${y} ${label}`,
    shape: 'box' as const,
    x,
    y,
    width,
    height,
    rotation: 0,
    label,
    attributes: {},
  });

  it('of spans is F1 of equal start, end and class', () => {
    const first = spans([0, 3, 'a'], [5, 9, 'b'], [10, 12, 'a']);
    const second = spans([5, 9, 'b'], [0, 3, 'b']);
    expect(spanF1([[first, second]])).toBeCloseTo((2 * 1) / (3 + 2), 12);
    expect(spanF1([[second, first]])).toBe(spanF1([[first, second]]));
    expect(spanF1([[first, first]])).toBe(1);
    expect(spanF1([[spans(), spans()]])).toBeNull();
  });

  it('of regions is the overlap of those that belong together; one without a partner counts 0', () => {
    const first = { regions: [box([0, 0, 10, 10]), box([100, 100, 10, 10])] };
    const second = { regions: [box([5, 0, 10, 10]), box([0, 0, 10, 10], 'dog')] };
    // One pair covers 50 of 150; two regions have no partner of their class.
    expect(meanIou([[first, second]])).toBeCloseTo(1 / 3 / 3, 12);
    expect(meanIou([[first, first]])).toBe(1);
    expect(meanIou([[{ regions: [] }, { regions: [] }]])).toBeNull();
  });
});

it('a task tells agreement of all, of each pair, and of each person with themself', () => {
  const agreement = new Agreement('classification');
  const says = (person: string, label: string, again: string | null = null) => ({
    person,
    value: { label },
    again: again === null ? null : { label: again },
  });
  agreement.add([says('a', '1'), says('b', '1')]);
  agreement.add([says('a', '1', '1'), says('b', '2'), says('c', '2')]);
  agreement.add([says('c', '1', '2')]);
  const table = agreement.table(new Map([['a', 'Ann']]));
  expect(table.people).toEqual([
    { id: 'a', name: 'Ann', answers: 2 },
    { id: 'b', name: 'b', answers: 2 },
    { id: 'c', name: 'c', answers: 2 },
  ]);
  expect(table.overall[1]).toEqual({ measure: 'percent', value: 2 / 4, items: 2 });
  const percent = table.pairs.map(({ first, second, measures }) => [
    first + second,
    measures[1]!.value,
    measures[1]!.items,
  ]);
  expect(percent).toEqual([
    ['ab', 0.5, 2],
    ['ac', 0, 1],
    ['bc', 1, 1],
  ]);
  expect(table.self.map(({ person, measures }) => [person, measures[1]!.value])).toEqual([
    ['a', 1],
    ['c', 0],
  ]);
  expect(agreement.self('percent')).toEqual({ measure: 'percent', value: 0.5, items: 2 });
});
