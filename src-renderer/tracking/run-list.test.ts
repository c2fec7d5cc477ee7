import { describe, expect, test } from 'vitest';
import type { TableRow } from '../../src-shared/contract.ts';
import { RUN_STATES } from '../../src-shared/tracking/values.ts';
import { ALL_RUNS, choicesMayDiffer, placeIn, selectionOf, stateChips } from './run-list.ts';

const run: TableRow = {
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
  recipe: 'mlp',
  state: 'running',
  version: 'v-1',
  versionName: 'iris v1',
  cells: { 'result:validation.loss': 0.5, 'parameter:epochs': 3 },
  weightsSha256: null,
  seconds: 0,
  startedAt: '2026-11-29T08:00:00.000Z',
  endedAt: null,
  startedBy: 'ada',
};

describe('what is asked of the workbench', () => {
  test('is what the address and the head of the grid say', () => {
    const sort = { column: 'result:validation.loss', descending: true };
    const query = {
      search: 'a',
      state: 'failed',
      filter: 'starred',
      shelf: 'trashed',
      unfinished: '1',
      searches: '1',
    };
    expect(selectionOf(query, sort, ['run-7'])).toEqual({
      search: 'a',
      filter: 'starred',
      filters: { state: 'failed', shelf: 'trashed', unfinished: true },
      pinned: ['run-7'],
      sort,
    });
  });

  test('is without the runs of searches unless they are asked for', () => {
    expect(selectionOf({}, null)).toEqual({ ...ALL_RUNS, filters: { ofSearch: false } });
  });

  test('leaves out a state, a shelf and a column that there are not', () => {
    const sort = { column: 'size', descending: true };
    expect(selectionOf({ state: 'lost', shelf: 'attic', searches: '1' }, sort)).toEqual(ALL_RUNS);
  });
});

describe('the place of a run', () => {
  const better: TableRow = { ...run, cells: { ...run.cells, 'result:validation.loss': 0.4 } };

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
    const finished: TableRow = { ...run, state: 'finished' };
    const running = { ...ALL_RUNS, filters: { state: 'running' } } as const;
    expect(placeIn(finished, running)).not.toBe(placeIn(run, running));
    const search = { ...ALL_RUNS, search: 'first' };
    expect(placeIn({ ...run, note: 'first' }, search)).not.toBe(placeIn(run, search));
    expect(placeIn(finished, search)).toBe(placeIn(run, search));
    const filter = { ...ALL_RUNS, filter: 'starred' };
    expect(placeIn({ ...run, starred: true }, filter)).not.toBe(placeIn(run, filter));
  });
});

test('filters and columns are asked for again when a run changes its state', () => {
  const known = { states: [{ state: 'running' as const, count: 1 }] };
  expect(choicesMayDiffer(known, { ...run, seconds: 1 }, run)).toBe(false);
  expect(choicesMayDiffer(known, { ...run, state: 'failed' }, run)).toBe(true);
  expect(choicesMayDiffer(known, run, undefined)).toBe(false);
  expect(choicesMayDiffer({ ...known, states: [] }, run, undefined)).toBe(true);
  expect(choicesMayDiffer(known, { ...run, state: 'finished' }, undefined)).toBe(true);
});

test('states to choose are those that runs in use have, and in the archive or the trash all', () => {
  const states = [{ state: 'failed', count: 2 }] as const;
  expect(stateChips([...states], {})).toEqual([undefined, 'failed']);
  expect(stateChips([...states], { state: 'crashed' })).toEqual([undefined, 'crashed', 'failed']);
  expect(stateChips([], { shelf: 'archived' })).toEqual([undefined, ...RUN_STATES]);
});
