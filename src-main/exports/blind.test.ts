/** Whose labels an annotator may take out of data that several people answer blindly. */
import { afterAll, expect, it } from 'vitest';
import type { Person } from '../../src-shared/contract.ts';
import { SchemaOptions } from '../../src-shared/labeling/tasks/schema.ts';
import { ANN, Workbench } from '../datasets/room.fixture.ts';
import { labelsOf } from './labels.ts';

const MEI: Person = { id: 'person-mei', name: 'Mei', role: 'labeler' };

const bench = new Workbench();
afterAll(() => bench.remove());

it('of the first task only while no task beside it is answered blindly; an engineer takes them at any time', async () => {
  const file = bench.file('mail.csv', 'text,label\nbuy now,spam\nsee you,ham\n');
  const { dataset } = await bench.import(file);
  const labels = (person: Person, asked?: string) => labelsOf(bench, { dataset, asked, person }).task;
  expect(labels(MEI)).toBe(dataset);
  const { task, job } = await bench.labeling.createTask(
    {
      dataset,
      kind: 'classification',
      name: 'Blind',
      guidelines: '',
      options: SchemaOptions.parse({}),
      askAgain: 0,
      resolution: 'majority',
      answersPerItem: 2,
      classes: ['spam'],
    },
    ANN,
  );
  await bench.ended(job);
  for (const asked of [undefined, dataset, task])
    expect(() => labels(MEI, asked)).toThrow(expect.objectContaining({ key: 'exports.labelsHidden' }));
  expect([labels(ANN), labels(ANN, task)]).toEqual([dataset, task]);
});
