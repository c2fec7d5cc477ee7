import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import { GraphBuilder, modelOf, serialize, tensorOf, verify, type Graph } from '../index.ts';
import { multiplyBeforeLookup } from './lookup.ts';

interface Options {
  /** Rows of the table; 12 are looked up. */
  readonly rows: number;
  readonly bias?: boolean;
  /** Whether something else reads the product too. */
  readonly twice?: boolean;
}

/** (E[ids] W' + b) for ids `[3, 4]`, as a recurrent layer has it. */
function lookupGraph({ rows, bias = true, twice = false }: Options): Graph {
  const builder = new GraphBuilder();
  const table = builder.input('table', { elementType: 'float32', shape: [rows, 2] });
  const weight = builder.input('weight', { elementType: 'float32', shape: [5, 2] });
  const offset = builder.input('bias', { elementType: 'float32', shape: [1, 5] });
  const ids = Array.from({ length: 12 }, (_, index) => (index * 5) % rows);
  const found = builder.emit('Gather', [table, builder.constant(tensorOf('int32', [3, 4], ids))], {
    axis: 0,
  });
  const product = builder.emit('Gemm', [builder.reshape(found, 12, 2), weight], { transB: 1 });
  const steps = builder.reshape(product, 3, 4, 5);
  builder.output('y', bias ? builder.add(steps, builder.reshape(offset, 5)) : steps);
  if (twice) builder.output('product', builder.emit('Relu', [product]));
  return builder.finish('lookup');
}

async function run(graph: Graph): Promise<Record<string, number[]>> {
  const session = await InferenceSession.create(serialize(modelOf(graph)), { logSeverityLevel: 3 });
  const feeds = graph.inputs.map(({ name, shape = [] }) => {
    const sizes = shape.map(Number);
    const count = sizes.reduce((a, b) => a * b, 1);
    const data = Float32Array.from({ length: count }, (_, index) => Math.sin(index + name.length));
    return [name, new Tensor('float32', data, sizes)] as const;
  });
  const results = await session.run(Object.fromEntries(feeds));
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { data }]) => [name, Array.from(data as Float32Array)]),
  );
}

const ops = (graph: Graph) => graph.nodes.map(({ op }) => op);

describe('multiplyBeforeLookup', () => {
  it.each<Options>([{ rows: 6 }, { rows: 6, bias: false }, { rows: 6, twice: true }])(
    'gives the same from fewer rows: %o',
    async (options) => {
      const graph = lookupGraph(options);
      const after = multiplyBeforeLookup(graph);
      verify(after);
      expect(after.nodes.find(({ op }) => op === 'Gemm')?.inputs[0]).toBe('table');
      const [expected, own] = [await run(graph), await run(after)];
      expect(Object.keys(own)).toEqual(Object.keys(expected));
      for (const [name, values] of Object.entries(expected))
        for (const [index, value] of values.entries()) expect(own[name]?.[index]).toBeCloseTo(value, 6);
    },
  );

  it('adds the bias to the table where nothing else reads the product', () => {
    expect(ops(multiplyBeforeLookup(lookupGraph({ rows: 6 })))).not.toContain('Add');
    expect(ops(multiplyBeforeLookup(lookupGraph({ rows: 6, twice: true })))).toContain('Add');
  });

  it('leaves a table alone that is not looked up twice a row', () => {
    const graph = lookupGraph({ rows: 7 });
    expect(multiplyBeforeLookup(graph)).toBe(graph);
  });
});
