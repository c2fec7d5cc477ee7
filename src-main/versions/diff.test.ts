import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ANN, SPAM, Workbench, csv } from '../datasets/room.fixture.ts';

let bench: Workbench;
beforeEach(() => {
  bench = new Workbench();
});
afterEach(() => bench.remove());

test('says which samples came, which went and whose label changed, by whom, and undoes some of it', async () => {
  const { dataset } = await bench.import(bench.file('a.csv', csv(SPAM)));
  const first = await bench.version(dataset, 7);
  const [sample] = (await bench.datasets.samples({ dataset, offset: 0, limit: 1 })).items;
  const label = sample!.label === 'ham' ? 'spam' : 'ham';
  const answer = { operation: randomUUID(), sample: sample!.id, answer: { type: 'label', label } } as const;
  bench.labeling.annotate({ task: dataset, answers: [answer] }, ANN);
  await bench.import(bench.file('b.csv', csv([['one more', 'ham']])), { dataset });
  const second = await bench.version(dataset, 7);

  const diff = await bench.versions.diff({ from: first.id, to: second.id }, ANN);
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

  const back = await bench.versions.diff({ from: second.id, to: first.id }, ANN);
  expect(back).toMatchObject({ added: 0, removed: 1, relabeled: 1 });
  expect(await bench.versions.diff({ from: first.id, to: first.id }, ANN)).toMatchObject({
    same: SPAM.length,
    rows: [],
  });

  const pair = { good: first.id, bad: second.id };
  const changes = await bench.versions.changes(pair);
  const day = new Date().toISOString().slice(0, 10);
  const [added, relabeled] = changes.toSorted((a, b) => (a.change < b.change ? -1 : 1));
  expect(changes).toHaveLength(2);
  expect(added).toMatchObject({
    change: 'added',
    author: null,
    file: 'b.csv',
    day,
    before: null,
    after: 'ham',
  });
  expect(relabeled).toMatchObject({ change: 'relabeled', author: 'Ann', file: null, day, after: label });

  const undone = [sample!.id];
  const between = await bench.versions.derive({ ...pair, undone, changed: 2 }, ANN);
  expect(await bench.versions.derive({ ...pair, undone, changed: 2 }, ANN), 'the same again').toBe(between);
  const rows = await bench.frozen(between);
  const rowOf = (id: string) => rows.find((row) => row['id'] === id);
  expect(rows).toHaveLength(SPAM.length + 1);
  expect(rowOf(sample!.id)).toMatchObject({ split: 'train', label: sample!.label });
  expect(rowOf(added!.sample)).toMatchObject({ split: 'train', label: 'ham' });
  const held = async (version: string) =>
    (await bench.frozen(version)).filter(({ id, split }) => split !== 'train' && id !== sample!.id);
  expect(rows.filter(({ split }) => split !== 'train')).toEqual(await held(first.id));
  expect(bench.versions.get({ version: between })).toMatchObject({
    number: 2,
    derived: { undone: 1, changed: 2 },
  });
  expect(bench.versions.list({ dataset }).map(({ id }) => id)).toEqual([second.id, first.id]);
  // Who answers one of its items with others gets neither file by its hash.
  const files = [between, second.id].map((version) => bench.versions.get({ version }).blob);
  const opens = (role: 'labeler' | 'engineer') =>
    files.map((blob) => {
      try {
        bench.versions.requireBlobShown(blob, { role });
        return true;
      } catch {
        return false;
      }
    });
  expect([opens('labeler'), opens('engineer')]).toEqual([
    [true, true],
    [true, true],
  ]);
  bench.labeling.changeTask({ task: dataset, resolution: 'majority', answersPerItem: 2 });
  expect([opens('labeler'), opens('engineer')]).toEqual([
    [false, false],
    [true, true],
  ]);
});
