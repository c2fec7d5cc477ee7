import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ANN, SPAM, Workbench, csv } from '../datasets/room.fixture.ts';

let bench: Workbench;
beforeEach(() => {
  bench = new Workbench();
});
afterEach(() => bench.remove());

test('says which samples came, which went and whose label changed', async () => {
  const { dataset } = await bench.import(bench.file('a.csv', csv(SPAM)));
  const first = await bench.version(dataset, 7);
  const [sample] = (await bench.datasets.samples({ dataset, offset: 0, limit: 1 })).items;
  const label = sample!.label === 'ham' ? 'spam' : 'ham';
  const answer = { operation: randomUUID(), sample: sample!.id, answer: { type: 'label', label } } as const;
  bench.labeling.annotate({ task: dataset, answers: [answer] }, ANN);
  await bench.import(bench.file('b.csv', csv([['one more', 'ham']])), { dataset });
  const second = await bench.version(dataset, 7);

  const diff = await bench.versions.diff({ from: first.id, to: second.id });
  expect(diff).toMatchObject({ added: 1, removed: 0, relabeled: 1 });
  expect(diff.same + diff.moved).toBe(SPAM.length - 1);
  expect(diff.rows[0]).toMatchObject({
    sample: sample!.id,
    text: sample!.text,
    change: 'relabeled',
    before: sample!.label,
    after: label,
  });
  expect(diff.rows[1]).toMatchObject({ text: 'one more', change: 'added', before: null, after: 'ham' });

  const back = await bench.versions.diff({ from: second.id, to: first.id });
  expect(back).toMatchObject({ added: 0, removed: 1, relabeled: 1 });
  expect(await bench.versions.diff({ from: first.id, to: first.id })).toMatchObject({
    same: SPAM.length,
    rows: [],
  });
});
