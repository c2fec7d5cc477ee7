import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Workbench, csv, ANN } from './room.fixture.ts';

let bench: Workbench;
beforeEach(() => {
  bench = new Workbench();
});
afterEach(() => bench.remove());

const labelsIn = async (dataset: string) =>
  Object.fromEntries((await bench.all(dataset)).map(([text, label]) => [text, label]));
const countsOf = (dataset: string) => {
  const { samples, labeled, labels } = bench.datasets.get({ dataset });
  return { samples, labeled, labels: Object.fromEntries(labels.map(({ name, count }) => [name, count])) };
};
const contradicting = (file: string) => bench.datasets.contradicting({ file, offset: 0, limit: 100 });

describe('duplicates with different labels', () => {
  test('have the label of most rows, none where they are even; each is told with its row', async () => {
    const { dataset, file } = await bench.import(
      bench.file(
        'a.csv',
        csv([
          ['late majority', 'a'],
          ['late majority', 'b'],
          ['late majority', 'b'],
          ['even', 'a'],
          ['even', 'b'],
          ['first majority', 'a'],
          ['first majority', 'a'],
          ['first majority', 'b'],
          ['agreed', 'b'],
          ['agreed', 'b'],
          ['filled', null],
          ['filled', 'a'],
          ['three ways', 'a'],
          ['three ways', 'b'],
          ['three ways', 'c'],
          ['three ways', 'c'],
        ]),
      ),
    );
    expect(await labelsIn(dataset)).toEqual({
      'late majority': 'b',
      even: null,
      'first majority': 'a',
      agreed: 'b',
      filled: 'a',
      'three ways': 'c',
    });
    expect(countsOf(dataset)).toEqual({ samples: 6, labeled: 5, labels: { a: 2, b: 2, c: 1 } });
    expect(bench.datasets.files({ dataset })).toMatchObject([
      { rows: 16, duplicates: 10, otherLabel: 7, rejected: 0 },
    ]);
    const { items, total } = contradicting(file);
    expect(total).toBe(7);
    expect(
      items.map(({ row, label, firstRow, firstLabel, now }) => [row, label, firstRow, firstLabel, now]),
    ).toEqual([
      [3, 'b', 2, 'a', 'b'],
      [4, 'b', 2, 'a', 'b'],
      [6, 'b', 5, 'a', null],
      [9, 'b', 7, 'a', 'a'],
      [15, 'b', 14, 'a', 'c'],
      [16, 'c', 14, 'a', 'c'],
      [17, 'c', 14, 'a', 'c'],
    ]);
    expect(bench.datasets.contradicting({ file, offset: 5, limit: 1 })).toMatchObject({ total: 7, next: 6 });
  });

  test('over several files count together, and what people said stays', async () => {
    const first = await bench.import(
      bench.file(
        '1.csv',
        csv([
          ['x', 'a'],
          ['y', 'a'],
          ['z', 'a'],
          ['z', 'b'],
          ['w', 'a'],
        ]),
      ),
    );
    const { dataset } = first;
    const y = (await bench.datasets.samples({ dataset, search: 'y', offset: 0, limit: 1 })).items[0]!;
    bench.labeling.annotate(
      {
        task: dataset,
        answers: [{ operation: crypto.randomUUID(), sample: y.id, answer: { type: 'label', label: 'a' } }],
      },
      ANN,
    );
    const second = await bench.import(
      bench.file(
        '2.csv',
        csv([
          ['x', 'b'],
          ['y', 'b'],
          ['z', 'b'],
          ['new', 'a'],
          ['new', 'c'],
        ]),
      ),
      { dataset },
    );
    await bench.settled();
    expect(await labelsIn(dataset)).toEqual({ x: null, y: 'a', z: 'b', w: 'a', new: null });
    expect(
      contradicting(second.file).items.map(({ row, label, firstLabel, now, excerpt }) => [
        excerpt,
        row,
        label,
        firstLabel,
        now,
      ]),
    ).toEqual([
      ['new', 6, 'c', 'a', null],
      ['x', null, 'b', 'a', null],
      ['y', null, 'b', 'a', 'a'],
    ]);
    expect(bench.datasets.files({ dataset })[1]).toMatchObject({ rows: 5, duplicates: 4, otherLabel: 3 });
    await bench.import(
      bench.file(
        '3.csv',
        csv([
          ['x', 'b'],
          ['w', 'a'],
        ]),
      ),
      { dataset },
    );
    await bench.settled();
    expect(await labelsIn(dataset)).toEqual({ x: 'b', y: 'a', z: 'b', w: 'a', new: null });
    expect(countsOf(dataset)).toEqual({ samples: 5, labeled: 4, labels: { a: 2, b: 2, c: 0 } });
    const left = bench.store.db.prepare('SELECT count(*) FROM import_votes WHERE task <> ?').pluck();
    expect(left.get(dataset)).toBe(0);
  });

  test('agree with a plain count of the rows, whatever their order (property)', async () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom('a', 'b', 'c', null)), {
      minLength: 20,
      maxLength: 120,
    });
    await fc.assert(
      fc.asyncProperty(rows, async (found) => {
        const { dataset } = await bench.import(
          bench.file('p.csv', csv(found.map(([text, label]) => [`text ${text}`, label]))),
        );
        const expected: Record<string, string | null> = {};
        for (const [text] of found) {
          const labeled = found.filter(([other, label]) => other === text && label !== null);
          const counts = ['a', 'b', 'c'].map(
            (label) => [label, labeled.filter(([, one]) => one === label).length] as const,
          );
          const [best, next] = [...counts].sort(([, one], [, other]) => other - one);
          expected[`text ${text}`] = best![1] > next![1] ? best![0] : null;
        }
        expect(await labelsIn(dataset)).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  });
});
