import { expect, test } from 'vitest';
import { GraphBuilder } from '../builder.ts';
import { runShortWaysFirst } from './order.ts';
import { optimize } from './index.ts';
import { verify } from '../verify.ts';

/** A chain of three products; each of them is also doubled into an output, the first one last. */
function chain() {
  const builder = new GraphBuilder();
  const x = builder.input('x', { elementType: 'float32', shape: [2] });
  const one = builder.mul(x, x);
  const two = builder.mul(one, x);
  const three = builder.mul(two, x);
  for (const [name, value] of Object.entries({ three, two, one }))
    builder.output(name, builder.add(value, value));
  return builder.finish('chain');
}

test('what needs the most nodes stands first, and every node after what it reads', () => {
  const ordered = runShortWaysFirst(chain());
  const ends = ordered.nodes.filter(({ op }) => op === 'Add').map(({ outputs }) => outputs[0]);
  expect(ends).toEqual(['three', 'two', 'one']);
  expect(() => verify(ordered)).not.toThrow();
  const reversed = chain();
  const [a, b, c, ...ways] = reversed.nodes;
  const again = runShortWaysFirst({ ...reversed, nodes: [a!, b!, c!, ...ways.toReversed()] });
  expect(again.nodes.map(({ outputs }) => outputs)).toEqual(ordered.nodes.map(({ outputs }) => outputs));
});

test('the passes keep all nodes that an output needs, each once', () => {
  const graph = chain();
  const names = (nodes: typeof graph.nodes) => nodes.map(({ name }) => name).toSorted();
  expect(names(optimize(graph).nodes)).toEqual(names(graph.nodes));
});
