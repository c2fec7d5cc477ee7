import { describe, expect, test } from 'vitest';
import type { Region, TaskValue } from '../../../../src-shared/labeling/tasks/values.ts';
import { SchemaOptions } from '../../../../src-shared/labeling/tasks/schema.ts';
import { WORDS } from '../../../words.ts';
import { removeOrBack } from './keys.ts';
import { RegionDraft } from './region-draft.svelte.ts';
import { RegionsStore, type SuggestedRegion } from './store.svelte.ts';

const SIZE = { width: 200, height: 120 };
const options = SchemaOptions.parse({
  shapes: ['box', 'polygon', 'mask'],
  attributes: [{ name: 'pose', type: 'choice', choices: ['sits'], required: true, classes: ['person'] }],
});
const classes = ['car', 'person'].map((name, i) => ({ name, key: String(i + 1), guideline: '' }));
const box = (id: string, x: number): Region => ({
  id,
  label: 'car',
  attributes: {},
  shape: 'box',
  x,
  y: 10,
  width: 20,
  height: 20,
  rotation: 0,
});

let items = 0;
function opened(value?: TaskValue, suggestions: readonly SuggestedRegion[] = []) {
  const told: { value: TaskValue; gesture: string | undefined }[] = [];
  const onchange = (next: TaskValue, gesture?: string): void => void told.push({ value: next, gesture });
  const store = new RegionsStore({
    item: `item ${items++}`,
    size: SIZE,
    options,
    classes,
    value,
    suggestions,
    onchange,
  });
  store.to({ ...store.state, tool: 'select' });
  return { store, told };
}
const ids = (store: RegionsStore) => store.state.regions.map(({ id }) => id);

describe('the editor of an item', () => {
  test('tells each change once, with the gesture that it is part of; what others made of the answer is taken', () => {
    const first: TaskValue = { regions: [box('a', 10), box('b', 60)] };
    const { store, told } = opened(first);
    store.take(first);
    expect(told).toEqual([]);
    store.look('a', null);
    for (const _ of [1, 2]) store.arrow({ x: 0.1, y: 0 }, { gesture: 'press 1', alone: false });
    expect(told.map(({ gesture }) => gesture)).toEqual(['press 1', 'press 1']);
    expect(store.state.regions[0]).toMatchObject({ x: 10.2 });
    store.take(first);
    expect(store.state.regions).toBe(first['regions']);
    expect(store.state.selected).toEqual(['a']);
    expect(told).toHaveLength(2);
  });

  test('by keys a box is drawn around the middle, a mask is painted, and the small region is picked', () => {
    const { store } = opened();
    store.to({ ...store.state, tool: 'box' });
    expect(store.cursor).toEqual({ x: 100, y: 60 });
    store.enter(false);
    store.arrow({ x: 10, y: 10 }, { gesture: 'g', alone: false });
    store.enter(false);
    expect(store.state.regions).toMatchObject([{ shape: 'box', x: 100, y: 60, width: 10, height: 10 }]);
    store.to({ ...store.state, tool: 'mask', selected: [] });
    store.enter(false);
    store.arrow({ x: 30, y: 0 }, { gesture: 'h', alone: false });
    store.enter(false);
    expect(store.state.regions.map(({ shape }) => shape)).toEqual(['box', 'mask']);
    store.beginStroke({ x: 20, y: 20 });
    store.endStroke();
    expect(store.state.regions).toHaveLength(2);
    store.to({ ...store.state, tool: 'select', selected: [] });
    store.cursor = { x: 105, y: 65 };
    store.enter(false);
    expect(store.one?.shape).toBe('box');
  });

  test('Tab goes through regions and then suggested ones, and on', () => {
    const suggested = { region: box('s', 100), confidence: 0.9 };
    const { store } = opened({ regions: [box('a', 10), box('b', 60)] }, [suggested]);
    const way: (string | null | undefined)[] = [];
    for (let i = 0; i < 3; i++) {
      expect(store.step(1)).toBe(true);
      way.push(store.ghost ?? store.state.selected[0]);
    }
    expect(way).toEqual(['a', 'b', 's']);
    expect(store.step(1)).toBe(false);
    store.look(null, 's');
    expect(store.step(-1)).toBe(true);
    expect(store.state.selected).toEqual(['b']);
  });

  test('a suggested region is accepted with Enter as one of the answer, or rejected', () => {
    const suggested = ['s', 't'].map((id) => ({ region: box(id, 100), confidence: null }));
    const { store, told } = opened({ regions: [box('a', 10)] }, suggested);
    store.look(null, 's');
    store.enter(false);
    expect(ids(store)).toHaveLength(2);
    expect(store.state.regions[1]).toMatchObject({ x: 100, label: 'car' });
    expect(store.ghost).toBe('t');
    store.reject('t');
    expect(store.suggestions).toEqual([]);
    store.suggest([...suggested, { region: box('v', 40), confidence: 0.5 }]);
    expect(store.suggestions.map(({ region }) => region.id)).toEqual(['v']);
    expect(told).toHaveLength(1);
  });

  test('all suggested regions are accepted as one step; an undo brings them back, deleting one does not', () => {
    const suggested = ['s', 't'].map((id, i) => ({ region: box(id, 40 * i), confidence: 0.8 }));
    const { store, told } = opened({ regions: [] }, suggested);
    const open = () => store.suggestions.map(({ region }) => region.id);
    store.acceptAll();
    expect([ids(store), open(), told.length]).toEqual([['s', 't'], [], 1]);
    store.take({ regions: [] });
    expect([ids(store), open()]).toEqual([[], ['s', 't']]);
    store.acceptAll();
    store.look('s', null);
    removeOrBack(store);
    expect([ids(store), open()]).toEqual([['t'], []]);
    store.take({ regions: [box('s', 0), box('t', 40)] });
    store.take({ regions: [] });
    expect(open()).toEqual(['s', 't']);
    store.rejectAll();
    expect([open(), store.ghost]).toEqual([[], null]);
  });

  test('Save says what is missing: regions, the end of a shape, a required attribute', () => {
    const { store } = opened();
    expect(store.canSave()).toBe(false);
    expect(store.state.notice).toEqual({ refusal: 'empty' });
    store.to({ ...store.state, tool: 'box' });
    store.enter(false);
    expect(store.canSave()).toBe(false);
    expect(store.state.notice).toEqual({ refusal: 'unfinished' });
    const person = opened({ regions: [box('a', 10), { ...box('b', 60), label: 'person' }] }).store;
    expect(person.canSave()).toBe(false);
    expect(person.state).toMatchObject({ selected: ['b'], notice: { refusal: 'missing', name: 'pose' } });
    expect(opened({ regions: [box('a', 10)] }).store.canSave()).toBe(true);
  });

  test('nothing here is not said over what is drawn', () => {
    const { store } = opened();
    expect(store.canBeNothing()).toBe(true);
    store.to({ ...store.state, tool: 'box' });
    store.enter(false);
    expect([store.canBeNothing(), store.state.notice]).toEqual([false, { refusal: 'unfinished' }]);
    const drawn = opened({ regions: [box('a', 10)] }).store;
    expect([drawn.canBeNothing(), drawn.state.notice]).toEqual([false, { refusal: 'drawn' }]);
  });
});

test('what regions of a new task can be is checked before it is made', () => {
  const draft = new RegionDraft();
  const words = WORDS.en.label.tasks.regions.fields;
  expect(draft.problem(words)).toBeUndefined();
  draft.toggle('box');
  expect(draft.problem(words)).toBe(words.noShape);
  draft.toggle('keypoints');
  expect(draft.problem(words)).toBe(words.noPoints);
  draft.points = 'head, hand，foot';
  draft.edges = 'head – hand, hand - tail';
  expect(draft.problem(words)).toBe(words.badLine('hand - tail'));
  draft.edges = 'head – hand, hand - foot';
  expect(draft.problem(words)).toBeUndefined();
  expect(new RegionDraft(SchemaOptions.parse(draft.options())).options()).toEqual(draft.options());
  expect(SchemaOptions.parse(draft.options())).toMatchObject({
    shapes: ['keypoints'],
    skeleton: {
      points: ['head', 'hand', 'foot'],
      edges: [
        [0, 1],
        [1, 2],
      ],
    },
  });
});
