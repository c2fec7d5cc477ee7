import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { GraphError, inspect, parse, type Attribute, type Graph, type Model, type Node } from '../index.ts';
import type { ValueInfo } from '../index.ts';
import { backendMissing, nodeCases } from './cases.fixture.ts';

/** A stream of choices: the next one among so many. */
type Choose = (count: number) => number;

const extremes = [-1n, 0n, 1n, 3n, -7n, 2n ** 31n, 2n ** 32n, 2n ** 40n, 2n ** 62n, -(2n ** 63n)];
const sizes = [0, 1, 2, 2 ** 20, 2 ** 31, 2 ** 40, 'N', ''];

function pick<T>(choices: readonly T[], choose: Choose): T {
  return choices[choose(choices.length)]!;
}

/** The graph with some sizes, attributes and inputs changed to what no exporter writes. */
function hurt(graph: Graph, choose: Choose): Graph {
  return {
    ...graph,
    inputs: graph.inputs.map((value) => hurtValue(value, choose)),
    nodes: graph.nodes.map((node) => hurtNode(node, choose)),
  };
}

function hurtValue(value: ValueInfo, choose: Choose): ValueInfo {
  const shape = value.shape?.map((size) => (choose(4) === 0 ? pick(sizes, choose) : size));
  return { ...value, shape };
}

function hurtNode(node: Node, choose: Choose): Node {
  const attributes = Object.entries(node.attributes).flatMap(([name, attribute]) =>
    choose(6) === 0 ? [] : [[name, hurtAttribute(attribute, choose)] as const],
  );
  const inputs = choose(8) === 0 ? node.inputs.slice(0, -1) : node.inputs;
  return { ...node, inputs, attributes: Object.fromEntries(attributes) };
}

function hurtAttribute(attribute: Attribute, choose: Choose): Attribute {
  if (attribute.kind === 'graph') return { kind: 'graph', value: hurt(attribute.value, choose) };
  if (choose(3) > 0) return attribute;
  if (attribute.kind === 'int') return { kind: 'int', value: pick(extremes, choose) };
  if (attribute.kind === 'ints')
    return { kind: 'ints', value: attribute.value.map(() => pick(extremes, choose)) };
  return attribute;
}

/** The model with its integer inputs as constants: the axes, shapes and counts that rules read. */
function withConstants(model: Model, choose: Choose): Model {
  const { inputs } = model.graph;
  const given = inputs
    .slice(1)
    .filter(({ elementType, shape }) => elementType === 'int64' && (shape?.length ?? 2) < 2);
  const constants = new Map(model.graph.constants);
  for (const { name, shape = [] } of given) {
    const data = BigInt64Array.from({ length: shape.length === 0 ? 1 : choose(5) }, () =>
      pick(extremes, choose),
    );
    constants.set(name, { elementType: 'int64', shape: shape.length === 0 ? [] : [data.length], data });
  }
  return {
    ...model,
    graph: { ...model.graph, constants, inputs: inputs.filter((input) => !given.includes(input)) },
  };
}

describe.skipIf(backendMissing !== null)(
  `models hurt in all places${backendMissing === null ? '' : `: ${backendMissing}`}`,
  () => {
    let models: readonly Model[];
    beforeAll(() => {
      models = nodeCases().map(({ model }) => parse(model));
    }, 300_000);

    it('are checked or refused, and nothing else happens', () => {
      fc.assert(
        fc.property(fc.nat(), fc.infiniteStream(fc.nat()), (index, stream) => {
          const choose: Choose = (count) => Number(stream.next().value) % count;
          const model = models[index % models.length]!;
          const whole = choose(2) === 0 ? model : withConstants(model, choose);
          try {
            inspect({ ...whole, graph: hurt(whole.graph, choose) });
          } catch (error) {
            expect(error).toBeInstanceOf(GraphError);
          }
        }),
        { numRuns: 4000 },
      );
    });
  },
);
