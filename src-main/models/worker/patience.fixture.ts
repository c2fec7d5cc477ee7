/** @file For tests: models whose run is as long as they are asked to run, or never ends. */
import { modelOf, serialize, type Graph, type Node } from '../../graph/index.ts';

function node(op: string, inputs: readonly string[], outputs: readonly string[]): Node {
  return { name: outputs[0] ?? op, op, inputs, outputs, attributes: {} };
}

type Kind = 'bool' | 'int64' | 'float32';

const value = (name: string, elementType: Kind, shape: readonly number[] = []) =>
  ({ name, elementType, shape }) as const;

/** A body that hands on what it is given, and says whether to go on. */
const body: Graph = {
  name: 'body',
  inputs: [value('i', 'int64'), value('go', 'bool'), value('before', 'float32', [2])],
  outputs: [value('again', 'bool'), value('after', 'float32', [2])],
  nodes: [node('Identity', ['go'], ['again']), node('Relu', ['before'], ['after'])],
  constants: new Map(),
  values: [],
};

function loop(inputs: Graph['inputs'], times: string): Uint8Array<ArrayBuffer> {
  const yes = { elementType: 'bool', shape: [], data: Uint8Array.of(1) } as const;
  const turning: Node = {
    ...node('Loop', [times, 'yes', 'x'], ['y']),
    attributes: { body: { kind: 'graph', value: body } },
  };
  return serialize(
    modelOf({
      name: 'loop',
      inputs,
      outputs: [value('y', 'float32', [2])],
      nodes: [turning],
      values: [],
      constants: new Map([['yes', yes]]),
    }),
  );
}

/** x float32 `[2]`, times int64 `[]` -> y = relu(x), computed so many times. */
export const loopOf = (): Uint8Array<ArrayBuffer> =>
  loop([value('x', 'float32', [2]), value('times', 'int64')], 'times');

/** x float32 `[2]` -> y, which never comes. */
export const endless = (): Uint8Array<ArrayBuffer> => loop([value('x', 'float32', [2])], '');
