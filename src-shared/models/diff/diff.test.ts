import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelDrawing } from '../contract.ts';
import { align } from './align.ts';
import { graphDiff } from './graph.ts';
import { cardLines } from './read.ts';

type Drawing = NonNullable<ModelDrawing['drawing']>;

/** A chain from input to output; operations as `MatMul f32[2,4]`, with the type of a constant. */
function chain(...operations: string[]): Drawing {
  const inner = operations.map((text, at) => {
    const [title = '', constant] = text.split(' ');
    return {
      id: `n${at}`,
      kind: 'operation' as const,
      title,
      constants: constant ? [constant] : [],
      frame: null,
    };
  });
  const end = (id: string, kind: 'input' | 'output') => ({
    id,
    kind,
    title: `${id}: f32[2]`,
    constants: [],
    frame: null,
  });
  const boxes = [end('in', 'input'), ...inner, end('out', 'output')];
  const arrows = boxes.slice(1).map(({ id }, at) => ({ from: boxes[at]!.id, to: id, type: 'f32[2]' }));
  return { boxes, arrows, frames: [], mermaid: '' };
}

describe('two sequences', () => {
  it('keep their order, lose no item and match as many as the longest common subsequence has', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });
    fc.assert(
      fc.property(words, words, (before, after) => {
        const pairs = align(before, after, (a, b) => Number(a === b));
        expect(pairs.flatMap((pair) => pair.before ?? [])).toEqual(before);
        expect(pairs.flatMap((pair) => pair.after ?? [])).toEqual(after);
        const matched = pairs.filter((pair) => pair.before !== null && pair.after !== null);
        expect(matched.every((pair) => pair.before === pair.after)).toBe(true);
        expect(matched.length).toBe(longest(before, after));
      }),
    );
  });
});

function longest(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const [restA, restB] = [a.slice(1), b.slice(1)];
  return a[0] === b[0] ? 1 + longest(restA, restB) : Math.max(longest(restA, b), longest(a, restB));
}

describe('two graphs', () => {
  it('that are the same have no difference', () => {
    const one = chain('MatMul f32[2,4]', 'Relu');
    expect(graphDiff(one, one)).toMatchObject({
      added: [],
      removed: [],
      changed: [],
      same: 4,
      drawing: { boxes: one.boxes },
    });
  });

  it('tell what came, what went and what has other constants, in one drawing without a cycle', () => {
    const before = chain('MatMul f32[2,4]', 'Tanh', 'MatMul f32[4,2]');
    const after = chain('MatMul f32[2,8]', 'Relu', 'Dropout', 'MatMul f32[4,2]');
    const diff = graphDiff(before, after);
    expect(diff).toMatchObject({
      added: ['Relu', 'Dropout'],
      removed: ['Tanh'],
      changed: [{ title: 'MatMul', before: 'f32[2,4], → f32[2]', after: 'f32[2,8], → f32[2]' }],
      same: 3,
    });
    const { boxes, arrows } = diff.drawing;
    const places = new Map(boxes.map(({ id }, at) => [id, at]));
    expect(arrows.filter(({ from, to }) => !(places.get(from)! < places.get(to)!))).toEqual([]);
    expect(arrows).toContainEqual({ from: 'n0', to: 'gone n1', type: 'f32[2]' });
    expect(arrows).toContainEqual({ from: 'gone n1', to: 'n3', type: 'f32[2]' });
    expect(Object.fromEntries(diff.marks)).toEqual({
      n0: 'changed',
      n1: 'added',
      n2: 'added',
      'gone n1': 'removed',
    });
  });
});

it('two cards tell the lines that only one of them has', () => {
  expect(cardLines('# A\n\nsize 1\nend', '# A\nsize 2\nend\nmore')).toEqual([
    { mark: 'removed', line: 'size 1' },
    { mark: 'added', line: 'size 2' },
    { mark: 'added', line: 'more' },
  ]);
});
