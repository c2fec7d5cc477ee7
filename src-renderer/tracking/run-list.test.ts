import { describe, expect, test } from 'vitest';
import type { Run } from '../../src-shared/contract.ts';
import { ALL_RUNS, choicesMayDiffer, placeIn, selectionOf } from './run-list.ts';

const run: Run = {
  id: 'run-1',
  number: 1,
  name: 'first',
  note: '',
  origin: 'training',
  experiment: 'experiment-1',
  experimentName: 'iris',
  parent: null,
  tags: {},
  starred: false,
  archivedAt: null,
  trashedAt: null,
  source: '',
  sourceVersion: '',
  moreParameters: 0,
  recipe: 'mlp',
  state: 'running',
  version: 'v-1',
  versionName: 'iris v1',
  parameters: { epochs: 3 },
  summary: { 'validation.loss': 0.5 },
  environment: {},
  findings: [],
  weightsSha256: null,
  model: null,
  reproduces: null,
  reproduced: null,
  job: null,
  seconds: 0,
  startedAt: '2026-11-29T08:00:00.000Z',
  endedAt: null,
  startedBy: 'ada',
  error: null,
};

describe('what is asked of the workbench', () => {
  test('is what the address and the head of the grid say', () => {
    const sort = { column: 'result:validation.loss', descending: true };
    expect(selectionOf({ search: 'a', state: 'failed' }, sort)).toEqual({
      search: 'a',
      filters: { state: 'failed' },
      sort,
    });
  });

  test('leaves out a state and a column that there are not', () => {
    const sort = { column: 'size', descending: true };
    expect(selectionOf({ search: undefined, state: 'lost' }, sort)).toEqual(ALL_RUNS);
  });
});

describe('the place of a run', () => {
  const better: Run = { ...run, summary: { 'validation.loss': 0.4 } };

  test('is another when what it is sorted by changed, and the same when something else did', () => {
    const by = (column: 'result:validation.loss' | 'parameter:epochs' | 'duration') =>
      ({ ...ALL_RUNS, sort: { column, descending: false } }) as const;
    expect(placeIn(better, by('result:validation.loss'))).not.toBe(
      placeIn(run, by('result:validation.loss')),
    );
    expect(placeIn(better, by('parameter:epochs'))).toBe(placeIn(run, by('parameter:epochs')));
    expect(placeIn(better, by('duration'))).toBe(placeIn(run, by('duration')));
    expect(placeIn({ ...run, seconds: 9 }, by('duration'))).not.toBe(placeIn(run, by('duration')));
    expect(placeIn(better, ALL_RUNS)).toBe(placeIn(run, ALL_RUNS));
  });

  test('is another when it leaves or enters a filter or a search', () => {
    const finished: Run = { ...run, state: 'finished' };
    const running = { ...ALL_RUNS, filters: { state: 'running' } } as const;
    expect(placeIn(finished, running)).not.toBe(placeIn(run, running));
    const search = { ...ALL_RUNS, search: 'first' };
    expect(placeIn({ ...run, note: 'first' }, search)).not.toBe(placeIn(run, search));
    expect(placeIn(finished, search)).toBe(placeIn(run, search));
  });
});

test('filters and columns are asked for again when a run changes its state or has a result nobody had', () => {
  const known = { states: [{ state: 'running' as const, count: 1 }], results: ['validation.loss'] };
  expect(choicesMayDiffer(known, { ...run, summary: { 'validation.loss': 0.1 } }, run)).toBe(false);
  expect(choicesMayDiffer(known, { ...run, state: 'failed' }, run)).toBe(true);
  expect(choicesMayDiffer(known, { ...run, summary: { 'test.loss': 0.1 } }, run)).toBe(true);
  expect(choicesMayDiffer(known, run, undefined)).toBe(false);
  expect(choicesMayDiffer({ ...known, states: [] }, run, undefined)).toBe(true);
  expect(choicesMayDiffer(known, { ...run, state: 'finished' }, undefined)).toBe(true);
});
