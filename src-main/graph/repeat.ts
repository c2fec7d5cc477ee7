/** @file Several training steps as one graph: the state goes from step to step inside the runtime. */
import type { Graph, Node, ValueInfo } from './ir.ts';
import { attributesOf } from './ops/index.ts';
import { renameValues } from './passes/names.ts';

export interface RepeatOptions {
  /** Whether an input is read by every step as it is, unless the step changes it. Other inputs differ from step to step. */
  readonly lasting: (input: string) => boolean;
  /** The name of the output that gives the new value of an input. */
  readonly next: (input: string) => string;
}

/** The axis before everything that differs from step to step: as long as a run has steps. */
export const stepsAxis = 'steps';

/**
 * A Scan over as many steps as a run is fed, at least one. Its inputs and outputs have the names of the step's: what
 * lasts has the step's shape, what differs from step to step, such as the batch and the loss, has an axis before it.
 */
export function repeatStep(graph: Graph, { lasting, next }: RepeatOptions): Graph {
  const outputs = new Map(graph.outputs.map((output) => [output.name, output]));
  const changed = graph.inputs.filter(({ name }) => lasting(name) && outputs.has(next(name)));
  const fed = graph.inputs.filter(({ name }) => !lasting(name));
  const states = changed.map(({ name }) => outputs.get(next(name))!);
  const told = graph.outputs.filter((output) => !states.includes(output));
  const inside = new Set([...changed, ...fed, ...graph.outputs].map(({ name }) => name));
  const rename = (name: string) => (inside.has(name) ? `step:${name}` : name);
  const renamed = (info: ValueInfo): ValueInfo => ({ ...info, name: rename(info.name) });
  const body: Graph = {
    name: 'step',
    inputs: [...changed, ...fed].map(renamed),
    outputs: [...states, ...told].map(renamed),
    nodes: graph.nodes.map((node) => renameValues(node, rename)),
    constants: new Map(),
    values: [],
  };
  const scan: Node = {
    name: 'steps',
    op: 'Scan',
    inputs: [...changed, ...fed].map(({ name }) => name),
    outputs: [...states, ...told].map(({ name }) => name),
    attributes: attributesOf('Scan', { body, num_scan_inputs: fed.length }),
  };
  const ofAll = (info: ValueInfo): ValueInfo => ({ ...info, shape: [stepsAxis, ...(info.shape ?? [])] });
  return {
    ...graph,
    inputs: graph.inputs.map((input) => (fed.includes(input) ? ofAll(input) : input)),
    outputs: graph.outputs.map((output) => (told.includes(output) ? ofAll(output) : output)),
    nodes: [scan],
  };
}
