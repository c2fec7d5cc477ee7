/** Whose labels an annotator may take out of data that several people answer blindly. */
import { afterAll, expect, it } from 'vitest';
import type { Person } from '../../src-shared/contract.ts';
import { SchemaOptions } from '../../src-shared/labeling/tasks/schema.ts';
import { ANN, Workbench } from '../datasets/room.fixture.ts';
import { toAppError } from '../../src-shared/platform/errors.ts';
import { labelsOf } from './labels.ts';
import { planOf } from './plan.ts';
import type { ExportsParts } from './types.ts';

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

it('what was frozen of a blind task: its changes, its file by name and by hash, its reports and predictions', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `text ${i},${i % 2 === 0 ? 'spam' : 'ham'}`);
  const { dataset, file } = await bench.import(bench.file('frozen.csv', `text,label\n${rows.join('\n')}\n`));
  const { id: version, blob } = await bench.version(dataset);
  const [sample] = (await bench.datasets.samples({ dataset, offset: 0, limit: 1 })).items;
  const report = { task: 'classify', model: 'model-a', version, split: 'test' };
  const model = { id: 'model-a', name: 'a', labels: ['ham', 'spam'], task: 'classify' };
  // Models and reports stand in for a training: what is asked here is asked before either is read.
  const parts = {
    ...bench,
    models: { get: () => model },
    evaluation: { report: () => Promise.resolve(report), answers: () => Promise.reject(new Error('none')) },
  } as unknown as ExportsParts;
  const doors: Readonly<Record<string, (person: Person) => unknown>> = {
    samples: (person) => bench.datasets.samples({ dataset, label: 'spam', offset: 0, limit: 9 }, person),
    contradicting: (person) => bench.datasets.contradicting({ file, offset: 0, limit: 9 }, person),
    diff: (person) => bench.versions.diff({ from: version, to: version }, person),
    blob: (person) => bench.versions.requireBlobShown(blob, person),
    version: (person) => planOf(parts, { what: 'version', version }, person),
    filtered: (person) =>
      planOf(parts, { what: 'dataset', dataset, filter: { search: '', label: 'spam' } }, person),
    predictions: (person) =>
      planOf(parts, { what: 'predictions', model: 'model-a', version, split: 'test' }, person),
    mistakes: (person) => planOf(parts, { what: 'mistakes', report: 'report-a' }, person),
  };
  const opens = async (person: Person): Promise<string[]> => {
    const open: string[] = [];
    for (const [name, door] of Object.entries(doors))
      try {
        await door(person);
        open.push(name);
      } catch (thrown) {
        expect(toAppError(thrown).key).toMatch(/labelsHidden|answersHidden/);
      }
    return open;
  };
  expect(await opens(MEI)).toEqual(Object.keys(doors));
  bench.labeling.changeTask({ task: dataset, resolution: 'majority', answersPerItem: 2 });
  expect(await opens(MEI)).toEqual([]);
  expect(await opens(ANN)).toEqual(Object.keys(doors));
  expect(bench.datasets.sample({ dataset, sample: sample!.id }, MEI).label).toBeNull();
  // Also while its data is in the bin.
  bench.datasets.remove({ dataset }, ANN);
  expect(() => bench.versions.requireShown(version, MEI)).toThrow('Several people answer');
  expect(() => bench.versions.requireShown(version, ANN)).not.toThrow();
});
