import { expect, it } from 'vitest';
import type { GateStatus } from '../contract.ts';
import type { PlanBody } from './contract.ts';
import { NO_EVIDENCE } from './next-evidence.ts';
import { nextActions, workOfGate } from './next-hour.ts';
import type { GateAsRead, MilestoneAsRead } from './read-plan.ts';

const gate = (id: string, fact: string, status: Partial<GateStatus>): GateAsRead => ({
  id,
  body: { fact, parameters: {}, comparison: '>=', value: 1, milestone: 'm', name: id, holds: 0, rank: 0 },
  status: {
    gate: id,
    state: 'failing',
    value: 0,
    unit: 'samples',
    since: null,
    distance: null,
    passesAt: null,
    trend: [],
    why: null,
    evidence: null,
    ...status,
  },
});
const milestone = (
  id: string,
  state: MilestoneAsRead['status']['state'],
  gates: GateAsRead[],
): MilestoneAsRead => ({
  id,
  body: { name: id, text: '', due: null, owner: null, after: [], rank: 0 } satisfies PlanBody<'milestone'>,
  status: { milestone: id, state, since: null, signedBy: null, gates: [], failed: null },
  gates,
});
const rates = {
  labeling: [{ author: null, name: '', perHour: 100, deviation: 25, labels: 500, sessions: 4 }],
  training: [
    { recipe: 'gpt', seconds: 7200, deviation: 0, runs: 3 },
    { recipe: 'cnn', seconds: 360, deviation: 36, runs: 3 },
  ],
};

it('what ends a milestone stands first, then the quickest, with hours from measured rates', () => {
  const two = milestone('two', 'open', [
    gate('labels', 'labeling.labels', { distance: 200 }),
    gate('metric', 'evaluation.bestMetric', { distance: 0.1 }),
  ]);
  const one = milestone('one', 'signed', [
    gate('speed', 'serving.p95', { state: 'unknown' }),
    gate('done', 'labeling.labels', { state: 'passing', distance: -3 }),
  ]);
  const closed = milestone('closed', 'closed', [gate('old', 'labeling.labels', { distance: 5 })]);
  const actions = nextActions([two, one, closed], rates);
  expect(actions.map(({ gate: id, kind, last }) => [id, kind, last])).toEqual([
    ['speed', 'measure', true],
    ['metric', 'train', false],
    ['labels', 'label', false],
  ]);
  expect(actions[1]).toMatchObject({ recipe: 'cnn', hours: { low: 0.09, likely: 0.1, high: 0.11 } });
  expect(actions[2]).toMatchObject({ amount: 200, hours: { low: 1.6, likely: 2 } });
  expect(actions[2]!.hours!.high).toBeCloseTo(200 / 75);
});

it('what was measured of the data says how many labels more, and what to adjudicate', () => {
  const one = milestone('one', 'open', [
    gate('metric', 'evaluation.bestMetric', { distance: 0.1 }),
    gate('kappa', 'labeling.agreement', { distance: 0.2 }),
  ]);
  const curve = { likely: 500, low: 300, high: 900, versions: 4 };
  const evidence = {
    ...NO_EVIDENCE,
    labels: new Map([['metric', curve]]),
    disputes: new Map([['kappa', { items: 30, dataset: 'mail' }]]),
  };
  const actions = nextActions([one], rates, [], evidence);
  expect(actions.map(({ gate: id, kind, amount }) => [id, kind, amount])).toEqual([
    ['metric', 'train', null],
    ['kappa', 'adjudicate', 30],
    ['metric', 'more', 500],
  ]);
  expect(actions[2]).toMatchObject({ curve, hours: { low: 300 / 125, likely: 5, high: 900 / 75 } });
});

it('a search is proposed with what past runs promise, and counts as much as it is likely to reach the goal', () => {
  const one = milestone('one', 'open', [
    gate('metric', 'evaluation.bestMetric', { distance: 0.1 }),
    gate('labels', 'labeling.labels', { distance: 200 }),
    gate('size', 'models.size', { distance: 3 }),
  ]);
  const search = {
    recipe: 'cnn',
    trials: 30,
    runs: 8,
    best: { low: 0.86, likely: 0.88, high: 0.9 },
    chance: 0.25,
    seconds: { low: 7200, likely: 10_800, high: 14_400 },
  };
  const smaller = { model: 'm', name: 'small', bytes: 5, metric: 'accuracy', difference: -0.01 };
  const evidence = {
    ...NO_EVIDENCE,
    searches: new Map([['metric', search]]),
    smaller: new Map([['size', smaller]]),
  };
  const saving = (of: string) => ({
    gate: of,
    milestone: 'one',
    tasks: [],
    hours: 8,
    mean: 800,
    low: 0,
    high: 900,
  });
  const actions = nextActions([one], rates, [saving('metric'), saving('labels')], evidence);
  expect(actions.map(({ gate: id, kind }) => [id, kind])).toEqual([
    ['metric', 'train'],
    ['labels', 'label'],
    ['metric', 'search'],
    ['size', 'smaller'],
  ]);
  expect(actions[2]).toMatchObject({
    amount: 30,
    recipe: 'cnn',
    search,
    hours: { low: 2, likely: 3, high: 4 },
  });
  expect(actions[3]).toMatchObject({ smaller, hours: null });
});

it('without a measured rate the cost is not known, and not made up', () => {
  const one = milestone('one', 'open', [gate('labels', 'labeling.ofClass', { distance: 2.5 })]);
  expect(nextActions([one], { labeling: [], training: [] })).toMatchObject([
    { kind: 'label', amount: 3, hours: null },
  ]);
});

it('what saves most time of its milestone for each hour stands before what is merely last or quick', () => {
  const two = milestone('two', 'open', [
    gate('labels', 'labeling.labels', { distance: 200 }),
    gate('metric', 'evaluation.bestMetric', { distance: 0.1 }),
  ]);
  const one = milestone('one', 'signed', [gate('speed', 'serving.p95', { state: 'unknown' })]);
  const saving = { gate: 'labels', milestone: 'two', tasks: [], hours: 8, mean: 4320, low: 1440, high: 5760 };
  const actions = nextActions([two, one], rates, [saving]);
  expect(actions.map(({ gate: id }) => id)).toEqual(['labels', 'speed', 'metric']);
  expect(actions[0]!.saves).toEqual(saving);
  expect(actions[1]!.saves).toBeNull();
});

it('the work of a gate is what says that it is measured by the same', () => {
  const task = (id: string, measured: PlanBody<'task'>['measured']) =>
    ({ id, body: { measured } }) as unknown as { id: string; body: PlanBody<'task'> };
  const open = [
    task('mail', { by: 'labeling', dataset: 'mail', samples: 5 }),
    task('any', { by: 'labeling', dataset: null, samples: 5 }),
    task('other', { by: 'labeling', dataset: 'other', samples: 5 }),
    task('train', { by: 'training', recipe: 'cnn', runs: 2 }),
    task('talk', null),
  ];
  const work = (fact: string) => workOfGate({ fact, parameters: { dataset: 'mail' } }, open);
  expect(work('labeling.labels')).toEqual(['mail', 'any']);
  expect(work('evaluation.bestMetric')).toEqual(['train']);
  expect(work('serving.p95')).toEqual([]);
});
