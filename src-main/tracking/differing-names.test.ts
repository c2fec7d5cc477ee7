import { expect, it } from 'vitest';
import { Random } from '../graph/index.ts';
import { differingNames } from './differing-names.ts';

type Values = ReadonlyMap<string, number>;

/** By its definition: every run against the first. */
function byDefinition(names: readonly string[], runs: readonly Values[]): string[] {
  return names.filter((name) => runs.some((run) => run.get(name) !== runs[0]!.get(name)));
}

it('tells the names that differ as every run beside the first would, however many of all runs are asked for', () => {
  const random = new Random(7);
  const names = ['common', 'rare', 'one', 'late', 'missing', 'often'];
  const many = new Map<string, Values>();
  for (let i = 0; i < 1200; i++) {
    const values: [string, number][] = [['common', 1]];
    if (i === 3) values.push(['one', 1]);
    if (random.uniform() < 0.002) values.push(['rare', 5]);
    if (i < 1100) values.push(['late', i < 1000 ? 2 : 3]);
    if (random.uniform() < 0.997) values.push(['often', 4]);
    many.set(`run-${i}`, new Map(values));
  }
  const everywhere = [...many.keys()];
  const having = (name: string, value: unknown) =>
    [...many.values()].filter((run) => (value === undefined ? run.has(name) : run.get(name) === value))
      .length;
  let reads = 0;
  const valuesOf = (run: string) => (reads++, many.get(run)!);
  const told = new Set<string>();
  for (let turn = 0; turn < 60; turn++) {
    const share = [0.01, 0.3, 0.6, 0.95, 0.999, 1][turn % 6]!;
    const from = turn % 2 === 0 ? 0 : Math.floor(random.uniform() * 900);
    const runs = everywhere.slice(from).filter(() => random.uniform() < share);
    const expected = byDefinition(
      names,
      runs.map((run) => many.get(run)!),
    );
    expect(differingNames(names, { runs, valuesOf, everywhere, having })).toEqual(expected);
    expect(differingNames(names, { runs, valuesOf })).toEqual(expected);
    expected.forEach((name) => told.add(name));
  }
  expect([...told].sort()).toEqual(['late', 'often', 'one', 'rare']);
  // Of 1,000 runs with one name that none lacks, the first are read, and the others that there are.
  const runs = everywhere.slice(0, 1000);
  reads = 0;
  expect(differingNames(['common'], { runs, valuesOf, everywhere, having })).toEqual([]);
  expect(reads).toBe(1 + 64 + 200);
});

it('finds none among no runs or one', () => {
  const valuesOf = () => new Map([['a', 1]]);
  expect(differingNames(['a'], { runs: [], valuesOf })).toEqual([]);
  expect(differingNames(['a'], { runs: ['x'], valuesOf })).toEqual([]);
});
