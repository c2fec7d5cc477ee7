import { describe, expect, it } from 'vitest';
import { GraphBuilder, GraphError, float32, verify, type Graph, type Node } from './index.ts';

function small(): Graph {
  const builder = new GraphBuilder();
  const x = builder.input('x', { elementType: 'float32', shape: [2, 3] });
  const w = builder.constant(float32([3, 4], new Float32Array(12)));
  builder.output('y', builder.emit('Relu', [builder.emit('MatMul', [x, w])]));
  return builder.finish('small');
}

/** The graph with its `index`-th node changed. */
function changed(index: number, change: Partial<Node>): Graph {
  const graph = small();
  return { ...graph, nodes: graph.nodes.map((node, at) => (at === index ? { ...node, ...change } : node)) };
}

describe('verify', () => {
  it('derives the type of every value', () => {
    expect(verify(small()).get('y')).toEqual({ elementType: 'float32', shape: [2, 4] });
  });

  it.each<[string, Graph, RegExp]>([
    ['an unknown operator', changed(0, { op: 'Frobnicate' }), /MatMul_0.*Frobnicate.*does not know/],
    ['a missing input', changed(0, { inputs: ['x'] }), /MatMul_0.*1 inputs/],
    ['a value that does not exist', changed(0, { inputs: ['x', 'nowhere'] }), /MatMul_0.*reads "nowhere"/],
    ['a value read too early', changed(0, { inputs: ['x', 'y'] }), /MatMul_0.*reads "y" before/],
    ['a name assigned twice', changed(1, { outputs: ['x'] }), /"Relu_1".*assigned twice/],
    ['sizes that do not fit', changed(0, { inputs: ['x', 'x'] }), /MatMul_0.*inner sizes 3 and 2/],
    [
      'an unknown attribute',
      changed(1, { attributes: { size: { kind: 'int', value: 1n } } }),
      /Relu_1.*no attribute "size"/,
    ],
    ['too many outputs', changed(1, { outputs: ['y', 'z'] }), /Relu_1.*2 outputs/],
    ['an output nobody computes', { ...small(), nodes: [] }, /output "y" is never computed/],
    [
      'a declared type that is wrong',
      { ...small(), outputs: [{ name: 'y', elementType: 'float32', shape: [2, 5] }] },
      /"y" is float32\[2,4\], declared float32\[2,5\]/,
    ],
  ])('finds %s', (_, graph, message) => {
    expect(() => verify(graph)).toThrow(GraphError);
    expect(() => verify(graph)).toThrow(message);
  });

  it('names the node inside a body', () => {
    const builder = new GraphBuilder();
    const body = builder.inner();
    const state = body.input('s', { elementType: 'float32', shape: [2] });
    body.output('next', body.add(state, body.input('step', { elementType: 'float32', shape: [2] })));
    const inner = body.finish('body');
    const broken = { ...inner, nodes: inner.nodes.map((node) => ({ ...node, inputs: ['s', 'gone'] })) };
    const initial = builder.input('initial', { elementType: 'float32', shape: [2] });
    const steps = builder.input('steps', { elementType: 'float32', shape: [5, 2] });
    builder.output('end', builder.emit('Scan', [initial, steps], { body: broken, num_scan_inputs: 1 }));
    expect(() => verify(builder.finish('outer'))).toThrow(/"Add_0".*reads "gone"/);
  });

  it('refuses a wrong shape already when the node is written', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', { elementType: 'float32', shape: [2, 3] });
    expect(() => builder.emit('MatMul', [x, x])).toThrow(/inner sizes/);
  });
});
