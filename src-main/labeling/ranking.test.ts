import { afterEach, beforeEach, expect, test } from 'vitest';
import { SchemaOptions } from '../../src-shared/labeling/tasks/schema.ts';
import { Ranking } from '../../src-shared/labeling/ranking/contract.ts';
import { ANN, Workbench } from '../datasets/room.fixture.ts';

let bench: Workbench;
let dataset: string;

/** Every pair of four answers, with numbers beside, so that the file is a table. */
const answers = ['short', '“long”, with a comma', '__proto__', '中文'] as const;
const pairs = answers.flatMap((first, i) => answers.slice(i + 1).map((second) => [first, second] as const));

beforeEach(async () => {
  bench = new Workbench();
  const rows = pairs.map(([first, second], at) => `${at},"${first}","${second}",${at % 2 ? 'odd' : 'even'}`);
  const file = bench.file('pairs.csv', `number,constructor,b,kind\n${rows.join('\n')}\n`);
  ({ dataset } = await bench.import(file, { kind: 'table' }));
});
afterEach(() => bench.remove());

async function made(kind: 'preference' | 'rating', columns: { first: string; second: string } | null) {
  const options = SchemaOptions.parse({ columns });
  const rest = { guidelines: '', resolution: 'last', answersPerItem: 1, askAgain: 0 } as const;
  const { task, job } = bench.labeling.createTask(
    { dataset, name: kind, kind, options, classes: [], ...rest },
    ANN,
  );
  await bench.ended(job);
  return task;
}

test('what was preferred ranks what was compared, whatever it is called', async () => {
  const task = await made('preference', { first: 'constructor', second: 'b' });
  expect(await bench.labeling.preferenceRanking({ task }, ANN)).toEqual({
    items: 0,
    comparisons: 0,
    groups: 0,
    ranked: [],
  });
  const { items } = await bench.datasets.samples({ dataset, offset: 0, limit: 10 });
  // The later of the list is better, but for the last two, which are even.
  const given = items.map(({ id, text }) => {
    const { b } = JSON.parse(text) as { b: string };
    const preferred = text.includes('__proto__') && b === '中文' ? 'tie' : 'second';
    return {
      operation: crypto.randomUUID(),
      sample: id,
      answer: { type: 'value', value: { preferred } } as const,
    };
  });
  bench.labeling.annotate({ task, answers: given }, ANN);
  const ranking = Ranking.parse(await bench.labeling.preferenceRanking({ task }, ANN));
  expect(ranking).toMatchObject({ items: 4, comparisons: 6, groups: 1 });
  expect(ranking.ranked.map(({ text, wins, losses, ties }) => [text, wins, losses, ties])).toEqual([
    [expect.stringMatching(/__proto__|中文/), 2, 0, 1],
    [expect.stringMatching(/__proto__|中文/), 2, 0, 1],
    ['“long”, with a comma', 1, 2, 0],
    ['short', 0, 3, 0],
  ]);
  const [first, second] = ranking.ranked;
  expect(first!.strength).toBeCloseTo(second!.strength, 9);
  for (const { strength, interval } of ranking.ranked) {
    expect(interval![0]).toBeLessThan(strength);
    expect(interval![1]).toBeGreaterThan(strength);
  }
});

test('a task that compares nothing, or does not say what, is refused in words', async () => {
  for (const task of [await made('rating', null), await made('preference', null), dataset])
    await expect(bench.labeling.preferenceRanking({ task }, ANN)).rejects.toMatchObject({
      key: 'labeling.notCompared',
    });
});
