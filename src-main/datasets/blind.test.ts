/** What people see of the labels of data that several of them answer. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Person } from '../../src-shared/contract.ts';
import { ANN, Workbench } from './room.fixture.ts';

const MEI: Person = { id: 'person-mei', name: 'Mei', role: 'labeler' };
const BO: Person = { id: 'person-bo', name: 'Bo', role: 'labeler' };

let bench: Workbench;
beforeEach(() => {
  bench = new Workbench();
});
afterEach(() => bench.remove());

it('an annotator sees neither what others nor what the file made of items that several answer; an engineer and the workbench do', async () => {
  const file = bench.file('mail.csv', 'text,label\nbuy now,spam\nsee you,ham\nfree,\nhello,\n');
  const { dataset } = await bench.import(file);
  const request = { dataset, offset: 0, limit: 10 };
  const labels = async (person?: Person) =>
    (await bench.datasets.samples(request, person)).items.map(({ label, labeledBy }) => [label, labeledBy]);
  const [, , third] = (await bench.datasets.samples(request)).items;
  bench.labeling.changeTask({ task: dataset, resolution: 'majority', answersPerItem: 2 });
  for (const person of [MEI, BO])
    bench.labeling.annotate(
      {
        task: dataset,
        answers: [{ operation: randomUUID(), sample: third!.id, answer: { type: 'label', label: 'spam' } }],
      },
      person,
    );
  const known = await labels();
  expect(known[2]![0]).toBe('spam');
  expect(known[0]).toEqual(['spam', 'import']);
  expect(await labels(MEI)).toEqual(known.map(() => [null, null]));
  expect(await labels(ANN)).toEqual(known);
  expect(bench.datasets.sample({ dataset, sample: third!.id }, MEI).label).toBeNull();
  expect(bench.datasets.sample({ dataset, sample: third!.id }, ANN).label).toBe('spam');
  await expect(bench.datasets.samples({ ...request, label: 'spam' }, MEI)).rejects.toMatchObject({
    key: 'datasets.labelsHidden',
  });
  const [first] = (await bench.datasets.samples(request)).items;
  const asked = { task: dataset, sample: first!.id };
  const [item] = bench.labeling.queue(
    { task: dataset, queue: 'all', after: -1, limit: 1, samples: [first!.id] },
    MEI,
  ).items;
  expect(item).toMatchObject({ label: null, labeledBy: null, value: null });
  expect(bench.labeling.history(asked, MEI)).toEqual([]);
  expect(bench.labeling.history(asked, ANN)).toMatchObject([{ author: 'import' }]);
  bench.labeling.changeTask({ task: dataset, resolution: 'last', answersPerItem: 1 });
  expect(await labels(MEI)).toEqual(known);
  expect(bench.labeling.history(asked, MEI)).toMatchObject([{ author: 'import' }]);
});
