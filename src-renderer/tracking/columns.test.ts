import { describe, expect, test } from 'vitest';
import type { App } from '../platform/app.svelte.ts';
import { shownColumns, PLAIN } from '../ui/grid/columns.ts';
import { groupColumns, metricOf, parameterOf, runColumns, valueIn } from './columns.ts';
import { en } from './words.ts';

/** Words alone: titles of metrics and parameters are their names. */
const app = {
  words: { runs: en },
  metrics: { title: (name: string) => name, onSplit: (name: string) => name },
} as unknown as App;
const recipes = { parameter: (name: string) => name };
const choices = { results: ['validation.loss', 'f1'], parameters: ['lr', 'same'], tags: ['lang'] };
const ids = (differing?: ReadonlySet<string>) =>
  shownColumns(runColumns({ ...choices, differing }, app, recipes), PLAIN).map(({ id }) => id);

describe('the columns of runs', () => {
  test('are results first, all others when chosen, at a step only when asked for', () => {
    expect(ids()).toEqual([
      'number',
      'name',
      'state',
      'result:validation.loss',
      'version',
      'duration',
      'started',
    ]);
    const all = runColumns({ ...choices, places: ['step:100:f1', 'smoothed:0.9:f1'] }, app, recipes);
    const titles = ['step:100:f1', 'smoothed:0.9:f1'].map((id) => all.find((column) => column.id === id));
    expect(titles).toMatchObject([
      { title: 'f1 (step 100)', sortable: true },
      { title: 'f1 (smoothed 0.9)', sortable: true },
    ]);
    expect(all.find(({ id }) => id === 'min:f1')).toMatchObject({
      title: 'f1 (min)',
      hidden: true,
      sortable: true,
    });
  });

  test('that differ are shown, and those that do not are not there', () => {
    const fixed = ['duration', 'started'];
    expect(ids(new Set(['parameter:lr', 'tag:lang', 'state', 'result:f1']))).toEqual([
      ...['number', 'name', 'state', 'result:f1', 'parameter:lr', 'tag:lang'],
      ...fixed,
    ]);
    // Of results those that are shown at first, and where none of these differs, the others.
    const results = ['result:f1', 'result:validation.loss'];
    expect(ids(new Set(results))).toEqual(['number', 'name', 'result:validation.loss', ...fixed]);
    expect(ids(new Set(['result:f1']))).toEqual(['number', 'name', 'result:f1', ...fixed]);
    const differing = new Set(['parameter:lr']);
    expect(
      runColumns({ ...choices, differing }, app, recipes).some(({ id }) => id === 'parameter:same'),
    ).toBe(false);
  });

  test('of runs that programs logged are their own results', () => {
    const logged = { results: ['lr', 'acc', 'loss', 'z'], parameters: [], tags: [] };
    const shown = shownColumns(runColumns(logged, app, recipes), PLAIN).map(({ id }) => id);
    expect(shown.filter((id) => id.startsWith('result:'))).toEqual([
      'result:acc',
      'result:loss',
      'result:lr',
    ]);
  });

  test('of groups are their keys, how many runs, and what is shown by name', () => {
    const shown = shownColumns(runColumns(choices, app, recipes), {
      ...PLAIN,
      shown: { 'parameter:lr': true },
    });
    expect(groupColumns(shown, [{ id: 'tag:lang', title: 'lang' }], 'Runs').map(({ id }) => id)).toEqual([
      'key:0',
      'runs',
      'result:validation.loss',
      'parameter:lr',
    ]);
    // What all runs of a group have in common stands in front already.
    const byRate = groupColumns(shown, [{ id: 'parameter:lr', title: 'lr' }], 'Runs');
    expect(byRate.some(({ id }) => id === 'parameter:lr')).toBe(false);
  });

  test('tell the name of their metric or parameter, and the value of a run', () => {
    expect([
      parameterOf('parameter:a:b'),
      parameterOf('result:a'),
      metricOf('step:7:a:b'),
      metricOf('tag:a'),
    ]).toEqual(['a:b', undefined, 'a:b', undefined]);
    expect(valueIn({ cells: { 'min:f1': 'NaN' } }, 'min:f1')).toBe('NaN');
    expect(valueIn({ cells: {} }, 'min:f1')).toBeNull();
    expect(valueIn({ cells: {} }, 'name')).toBeUndefined();
  });
});
