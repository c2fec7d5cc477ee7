import { describe, expect, it } from 'vitest';
import { estimateOf, labelingRates, ratiosByPerson, trainingRates } from './measured.ts';
import { newTask } from './new-documents.ts';

const TASK = newTask('Label', 0);

const START = Date.parse('2026-03-02T09:00:00.000Z');
/** So many labels, one every so many seconds, from a minute on. */
const labels = (author: string, count: number, seconds: number, minute = 0) =>
  Array.from({ length: count }, (_, i) => ({
    author,
    name: author.toUpperCase(),
    at: new Date(START + minute * 60_000 + i * seconds * 1000).toISOString(),
    decisions: 1,
  }));

describe('labels an hour', () => {
  it('are measured within sessions: a break of more than a quarter of an hour is none of them', () => {
    const times = [...labels('mei', 61, 10), ...labels('mei', 61, 10, 60)];
    const [all, mei] = labelingRates(times);
    expect(mei).toEqual({
      author: 'mei',
      name: 'MEI',
      perHour: 360,
      deviation: 108,
      labels: 122,
      sessions: 2,
    });
    expect(all).toMatchObject({ author: null, perHour: 360 });
  });

  it('of few labels are not known, and what was taken back does not count', () => {
    expect(labelingRates(labels('mei', 3, 10))).toEqual([]);
    const undone = { ...labels('mei', 1, 1, 10)[0]!, decisions: -1 };
    expect(labelingRates([...labels('mei', 61, 10), undone])[0]!.labels).toBe(60);
  });
});

it('seconds a run are the mean and deviation by recipe; of few runs the spread is assumed', () => {
  const runs = [10, 20, 30].map((seconds) => ({ recipe: 'cnn', seconds }));
  expect(trainingRates([...runs, { recipe: 'gpt', seconds: 100 }])).toEqual([
    { recipe: 'cnn', seconds: 20, deviation: 10, runs: 3 },
    { recipe: 'gpt', seconds: 100, deviation: 30, runs: 1 },
  ]);
});

describe('how long a task takes', () => {
  const estimate = { optimistic: 1, likely: 2, pessimistic: 4 };
  const parts = {
    labeling: labelingRates([...labels('a-mei', 61, 10), ...labels('a-bo', 61, 20)]),
    training: trainingRates([{ recipe: 'cnn', seconds: 60 }]),
    ratios: new Map([['mei', [1, 1.2, 1.4, 2, 3]]]),
    accountOf: (person: string) => `a-${person}`,
  };

  it('is what was measured of the one who labels, else of everybody, else what was estimated', () => {
    const measured = { by: 'labeling', dataset: null, samples: 720 } as const;
    const of = (owners: string[]) => estimateOf({ ...TASK, measured, owners, estimate }, parts);
    expect(of(['bo'])).toMatchObject({ source: 'labeling', distribution: { amount: 720, perHour: 180 } });
    expect(of([]).distribution).toMatchObject({ perHour: 240 });
    expect(estimateOf({ ...TASK, measured, estimate }, { ...parts, labeling: [] }).source).toBe('estimate');
  });

  it('is so many runs of a recipe, or the owner’s own ratios where there are five', () => {
    const runs = { by: 'training', recipe: 'cnn', runs: 3 } as const;
    expect(estimateOf({ ...TASK, measured: runs }, parts).distribution).toEqual({
      type: 'runs',
      runs: 3,
      seconds: 60,
      deviation: 18,
    });
    expect(estimateOf({ ...TASK, estimate, owners: ['mei'] }, parts).distribution).toEqual({
      type: 'ratio',
      estimate: 120,
      ratios: [1, 1.2, 1.4, 2, 3],
    });
    expect(estimateOf({ ...TASK, estimate, owners: ['bo'] }, parts).distribution).toEqual({
      type: 'pert',
      optimistic: 60,
      likely: 120,
      pessimistic: 240,
    });
    expect(estimateOf(TASK, parts)).toEqual({ source: 'none' });
  });

  it('ratios are of finished tasks that have an estimate and hours', () => {
    const done = { ...TASK, column: 'done' as const, owners: ['mei'], estimate };
    const tasks = [
      { id: 'a', body: done },
      { id: 'b', body: { ...done, column: 'doing' as const } },
      { id: 'c', body: { ...done, estimate: null } },
    ];
    const entry = { task: 'a', person: 'mei', day: '2026-03-02', hours: 1.5, running: null, note: '' };
    expect(ratiosByPerson(tasks, [entry, { ...entry, task: 'b' }, { ...entry, task: 'c' }, entry])).toEqual(
      new Map([['mei', [1.5]]]),
    );
  });
});
