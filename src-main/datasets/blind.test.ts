/** What people see of the labels of data that several of them answer. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Person } from '../../src-shared/contract.ts';
import { SchemaOptions } from '../../src-shared/labeling/tasks/schema.ts';
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
  const one = { task: dataset, samples: [third!.id] };
  expect(bench.labeling.labelsOf(one, ANN)).toEqual([{ sample: third!.id, label: { label: 'spam' } }]);
  expect(() => bench.labeling.labelsOf(one, MEI)).toThrow('Several people answer');
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

it('a blind task beside the first one hides what the file said there from an annotator, not from an engineer', async () => {
  const { dataset } = await bench.import(
    bench.file('mail.csv', 'text,label\nbuy now,spam\nsee you,ham\nfree,\n'),
  );
  const read = async (person: Person) => {
    const shown = await bench.datasets.samples({ dataset, offset: 0, limit: 9 }, person);
    const { items } = bench.labeling.queue({ task: dataset, queue: 'all', after: -1, limit: 9 }, person);
    return [shown.items.map(({ label }) => label), items.map(({ label }) => label)];
  };
  const all = ['spam', 'ham', null];
  const none = [null, null, null];
  expect(await read(MEI)).toEqual([all, all]);
  const about = {
    dataset,
    kind: 'classification',
    name: 'Blind',
    guidelines: '',
    options: SchemaOptions.parse({}),
    askAgain: 0,
  } as const;
  const classes = ['spam'];
  const people = { resolution: 'majority', answersPerItem: 2 } as const;
  const { task } = await bench.labeling.createTask({ ...about, ...people, classes }, ANN);
  expect(await read(MEI)).toEqual([none, none]);
  expect(await read(ANN)).toEqual([all, all]);
  const [first] = (await bench.datasets.samples({ dataset, offset: 0, limit: 1 })).items;
  expect(bench.labeling.history({ task: dataset, sample: first!.id }, MEI)).toEqual([]);
  expect(bench.datasets.sample({ dataset, sample: first!.id }, MEI).label).toBeNull();
  // Their own answer there is theirs to see, to give over the hidden one, and to take back.
  const answer = { type: 'label', label: 'ham' } as const;
  const seen = { label: null, skipped: false, note: '' };
  const given = { operation: randomUUID(), sample: first!.id, answer, seen };
  bench.labeling.annotate({ task: dataset, answers: [given] }, MEI);
  expect(await read(MEI)).toEqual([none, ['ham', null, null]]);
  const [undoable] = bench.labeling.given({ task: dataset, limit: 9 }, MEI).given;
  expect(undoable).toMatchObject({ before: { label: null }, after: { label: 'ham' } });
  await expect.poll(() => bench.labeling.tasks({ dataset })).toHaveLength(2);
  bench.labeling.retireTask({ task, retired: true });
  expect((await read(MEI))[1]).toEqual(['ham', 'ham', null]);
});
