/** Undo and redo of gestures: linear, unlimited, over items, and the state after each way is what it was. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TaskValue } from '../../../src-shared/labeling/tasks/values.ts';
import { Steps, type StepTaken, type TaskGiven } from './steps.svelte.ts';

const STATE = { label: null, labeledBy: null, skipped: false, flagged: false, note: null };

/** What the desk shows: what is being said and what was given, by item. */
class World {
  readonly drafts = new Map<string, TaskValue>();
  readonly given = new Map<string, TaskValue>();
  readonly steps = new Steps();
  operations = 0;

  edit(item: string, rating: number, gesture?: string): void {
    const after = { rating };
    this.steps.edit({ kind: 'edit', item, position: 0, before: this.drafts.get(item), after, gesture });
    this.drafts.set(item, after);
  }

  give(items: readonly string[], rating: number): void {
    this.steps.give(
      items.map((item): TaskGiven => {
        const before = { ...STATE, labelValue: this.given.get(item) };
        const value = { rating };
        this.given.set(item, value);
        const draft = this.drafts.get(item);
        this.drafts.delete(item);
        const after = { ...STATE, labelValue: value };
        return { operation: `o${this.operations++}`, item, position: 0, type: 'value', before, after, draft };
      }),
    );
  }

  step(way: 'undo' | 'redo'): StepTaken | undefined {
    const to = way === 'undo' ? 'before' : 'after';
    const step = this.steps[way]((_operation, given) => {
      set(this.given, given.item, given[to].labelValue);
      set(this.drafts, given.item, way === 'undo' ? given.draft : undefined);
      return `o${this.operations++}`;
    });
    if (step?.kind === 'edit') set(this.drafts, step.item, step[to]);
    return step;
  }

  get shown(): unknown {
    return [[...this.drafts].toSorted(), [...this.given].toSorted()];
  }
}

function set(map: Map<string, TaskValue>, key: string, value: TaskValue | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}

it('goes back through everything that was seen and forth again', () => {
  const item = fc.constantFrom('a', 'b', 'c');
  const act = fc.oneof(
    fc.record({ edit: item, rating: fc.nat(9) }),
    fc.record({ give: fc.uniqueArray(item, { minLength: 1 }), rating: fc.nat(9) }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
      const world = new World();
      const seen = [world.shown];
      for (const each of acts) {
        if ('edit' in each) world.edit(each.edit, each.rating);
        else world.give(each.give, each.rating);
        seen.push(world.shown);
      }
      for (const before of seen.slice(0, -1).toReversed()) {
        world.step('undo');
        expect(world.shown).toEqual(before);
      }
      expect(world.step('undo')).toBeUndefined();
      for (const after of seen.slice(1)) {
        world.step('redo');
        expect(world.shown).toEqual(after);
      }
      expect(world.step('redo')).toBeUndefined();
    }),
  );
});

it('takes the letters of one text as one step, another gesture as another', () => {
  const world = new World();
  world.edit('a', 1, 'typing');
  world.edit('a', 2, 'typing');
  world.edit('b', 3, 'typing');
  world.step('undo');
  expect(world.drafts.get('a')).toEqual({ rating: 2 });
  world.step('undo');
  expect(world.drafts.size).toBe(0);
});

it('puts earlier windows before, undoes by the operation and redoes by its undo, and drops what was refused', () => {
  const steps = new Steps();
  const given = {
    operation: 'old',
    sample: 'a',
    position: 1,
    type: 'value' as const,
    before: STATE,
    after: STATE,
  };
  steps.remember({ given: [given], undone: [{ given: { ...given, operation: 'gone' }, undo: 'its-undo' }] });
  const named: string[] = [];
  const takeBack = (operation: string): string => `undo of ${named[named.push(operation) - 1]!}`;
  steps.redo(takeBack);
  steps.undo(takeBack);
  steps.undo(takeBack);
  steps.redo(takeBack);
  expect(named).toEqual(['its-undo', 'gone', 'old', 'undo of old']);
  expect(steps.forget('old')).toMatchObject({ operation: 'old' });
  expect(steps.canUndo).toBe(false);
});

it('takes what one gesture gave in an earlier window back, and again, as one step', () => {
  const answer = (operation: string, gesture?: string) => ({
    operation,
    sample: operation,
    position: 1,
    type: 'value' as const,
    before: STATE,
    after: STATE,
    ...(gesture !== undefined && { gesture }),
  });
  const steps = new Steps();
  const undone = ['e', 'f'].map((name) => ({ given: answer(name, 'three'), undo: `undo of ${name}` }));
  const given = [answer('a', 'one'), answer('b', 'two'), answer('c', 'two'), answer('d')];
  steps.remember({ given, undone });
  const named: string[] = [];
  const takeBack = (operation: string): string => `undo of ${named[named.push(operation) - 1]!}`;
  steps.redo(takeBack);
  for (let i = 0; i < 3; i++) steps.undo(takeBack);
  expect(named).toEqual(['undo of e', 'undo of f', 'e', 'f', 'd', 'b', 'c']);
  steps.undo(takeBack);
  expect(steps.canUndo).toBe(false);
});
