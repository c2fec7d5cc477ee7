import { describe, expect, it } from 'vitest';
import {
  GraphBuilder,
  drawingOf,
  float32,
  inspect,
  mermaid,
  modelOf,
  type Graph,
  type Value,
} from './index.ts';

function chain(length: number): Graph {
  const builder = new GraphBuilder();
  let value: Value = builder.input('x', { elementType: 'float32', shape: [2, 3] });
  for (let step = 0; step < length; step++) value = builder.emit('Relu', [value]);
  builder.output('y', value);
  return builder.finish('chain');
}

describe('mermaid', () => {
  it('draws inputs, operations with their constants, what flows, and outputs', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x "raw"', { elementType: 'float32', shape: ['N', 3] });
    const weights = builder.constant(float32([3, 4], new Float32Array(12)));
    builder.output('y', builder.emit('Relu', [builder.emit('MatMul', [x, weights])]));
    expect(mermaid(drawingOf(builder.finish('small')))).toBe(
      [
        'flowchart TD',
        '  in0(["x #34;raw#34;: float32[N,3]"])',
        '  n1["MatMul<br/>float32[3,4]"]',
        '  in0 -->|"float32[N,3]"| n1',
        '  n2["Relu"]',
        '  n1 -->|"float32[N,4]"| n2',
        '  out3(["y: float32[N,4]"])',
        '  n2 -->|"float32[N,4]"| out3',
        '',
      ].join('\n'),
    );
  });

  it('writes what nodes give as constants into the boxes that read it', () => {
    const graph = chain(1);
    const constant = { name: 'c', op: 'Constant', inputs: [], outputs: ['c'] };
    const value = { kind: 'tensor', value: float32([3], [1, 2, 3]) } as const;
    const [relu] = graph.nodes;
    const nodes = [
      { ...constant, attributes: { value } },
      { ...relu!, op: 'Add', inputs: ['x', 'c'] },
    ];
    expect(mermaid(drawingOf({ ...graph, nodes }))).toContain('n1["Add<br/>float32[3]"]');
  });

  it('frames bodies, which may read values from around them', () => {
    const builder = new GraphBuilder();
    const scale = builder.input('scale', { elementType: 'float32', shape: [2] });
    const body = builder.inner();
    const state = body.input('state', { elementType: 'float32', shape: [2] });
    body.output(
      'next',
      body.mul(body.add(state, body.input('step', { elementType: 'float32', shape: [2] })), scale),
    );
    const steps = builder.input('steps', { elementType: 'float32', shape: [5, 2] });
    builder.output(
      'end',
      builder.emit('Scan', [scale, steps], { body: body.finish('body'), num_scan_inputs: 1 }),
    );
    const image = mermaid(drawingOf(builder.finish('outer')));
    const [, frame] = /subgraph (\w+)\["body"\]\n([^]*?)\n {2}end/.exec(image) ?? [];
    expect(image).toContain(`-.- ${frame}`);
    expect(image.match(/^ {2}subgraph/gm)).toHaveLength(1);
    expect(image).toMatch(/in0 -->\|"float32\[2\]"\| n\d+\n/);
  });

  it('draws a model from elsewhere with the types that are known', () => {
    const graph = chain(1);
    const foreign = { ...graph, nodes: graph.nodes.map((node) => ({ ...node, op: 'com.example.Thing' })) };
    const image = mermaid(drawingOf(foreign, inspect(modelOf({ ...foreign, outputs: [] })).types));
    expect(image).toContain('n1["com.example.Thing"]');
    expect(image).toContain('(["y: ?"])');
  });

  it('refuses what nobody could look over', () => {
    expect(() => drawingOf(chain(201))).toThrow(
      'the graph has 201 operations, and a drawing shows at most 200',
    );
    expect(mermaid(drawingOf(chain(200))).split('\n')).toHaveLength(1 + 1 + 400 + 2 + 1);
  });
});
