/**
 * @file The way from a network as its layers write it to the operators that train it fastest on a machine: the forward
 * graph is built on its own, improved by passes, and written onto the step's builder in the layouts chosen here.
 */
import { GraphBuilder, type Value } from '../builder.ts';
import { GraphError, type Graph } from '../ir.ts';
import type { Scope } from '../layers/index.ts';
import type { Network, Values } from '../network.ts';
import type { Pass } from '../passes/index.ts';
import type { Layout } from './layout.ts';
import { Lowering } from './lower.ts';

export { fromState, layoutsBeside, toState, type Layout } from './layout.ts';

export interface LoweringOptions {
  /** Rows of a batch. */
  readonly batch: number;
  /** Floats in a block of the processor's convolutions; undefined where it has none. */
  readonly block: number | undefined;
  readonly passes: readonly Pass[];
}

/** A network ready to be written into steps. */
export interface LoweredNetwork {
  readonly apply: Network['apply'];
  /** Parameters that steps keep in a layout of their own. */
  readonly layouts: ReadonlyMap<string, Layout>;
}

/** Networks without convolutions are left as they are. */
export function lower(network: Network, options: LoweringOptions): LoweredNetwork {
  const recorded = record(network, sample(network, options.batch), true);
  if (!recorded) return { apply: network.apply, layouts: new Map() };
  const trial = new GraphBuilder();
  const named = new Map(recorded.sources.map(({ name, value }) => [name, trial.input(name, value)]));
  const { layouts } = write(recorded, { builder: trial, inputs: named, options });
  return {
    layouts,
    apply: (builder, inputs, scope) => applied(network, { builder, inputs, scope, options, layouts }),
  };
}

/** Inputs of a batch, to find out what a network writes. */
function sample(network: Network, batch: number): Values {
  return Object.fromEntries(
    network.inputs.map(({ name, elementType, shape }) => [
      name,
      { name, elementType, shape: [batch, ...shape] },
    ]),
  );
}

interface Source {
  readonly kind: 'input' | 'parameter' | 'seed';
  readonly key: string;
  readonly name: string;
  readonly value: Value;
}

/** A network's forward graph on its own; what it reads and gives is named by kind. */
interface Recorded {
  readonly graph: Graph;
  readonly sources: readonly Source[];
}

/** Remembers whether something with a gradient of its own was written, which a copy would lose. */
class Recorder extends GraphBuilder {
  ownGradients = false;

  override withGradient(inputs: readonly Value[], build: () => Value): Value {
    this.ownGradients ||= inputs.length > 0;
    return build();
  }
}

/** Undefined where the graph holds no convolution, or something that cannot be written anew elsewhere. */
function record(network: Network, inputs: Values, training: boolean): Recorded | undefined {
  const builder = new Recorder();
  const sources = new Map<string, Source>();
  const source = (kind: Source['kind'], key: string, type: Pick<Value, 'elementType' | 'shape'>) => {
    const name = `${kind}:${key}`;
    const known = sources.get(name);
    if (known) return known.value;
    const value = builder.input(name, type);
    sources.set(name, { kind, key, name, value });
    return value;
  };
  const shapes = new Map(
    [...network.parameters, ...(network.buffers ?? [])].map(({ name, shape }) => [name, shape] as const),
  );
  const scope: Scope = {
    training,
    parameter(name) {
      const shape = shapes.get(name);
      if (!shape) throw new GraphError(`the model asks for "${name}", which it does not declare`);
      return source('parameter', name, { elementType: 'float32', shape });
    },
    update: (name, value) => builder.output(`update:${name}`, value),
    seed: () => source('seed', '', { elementType: 'int32', shape: [] }),
  };
  const given = Object.entries(inputs).map(([name, value]) => [name, source('input', name, value)] as const);
  const outputs = network.apply(builder, Object.fromEntries(given), scope);
  for (const [name, value] of Object.entries(outputs)) builder.output(`output:${name}`, value);
  const graph = builder.finish(training ? 'forward' : 'evaluation');
  const whole = graph.nodes.every(({ attributes }) =>
    Object.values(attributes).every(({ kind }) => kind !== 'graph'),
  );
  const convolves = graph.nodes.some(({ op }) => op === 'Conv');
  return convolves && whole && !builder.ownGradients ? { graph, sources: [...sources.values()] } : undefined;
}

interface Written {
  readonly builder: GraphBuilder;
  readonly inputs: ReadonlyMap<string, Value>;
  readonly options: LoweringOptions;
  readonly settled?: ReadonlyMap<string, Layout>;
}

function write({ graph, sources }: Recorded, { builder, inputs, options, settled }: Written) {
  const parameters = sources
    .filter(({ kind }) => kind === 'parameter')
    .map(({ name, key }) => [name, key] as const);
  const lowering = new Lowering({
    graph: options.passes.reduce((current, pass) => pass(current), graph),
    builder,
    inputs,
    parameters: new Map(parameters),
    block: options.block,
    settled,
  });
  return { values: lowering.outputs(), layouts: lowering.layouts };
}

interface Applied {
  readonly builder: GraphBuilder;
  readonly inputs: Values;
  readonly scope: Scope;
  readonly options: LoweringOptions;
  readonly layouts: ReadonlyMap<string, Layout>;
}

function applied(network: Network, { builder, inputs, scope, options, layouts }: Applied): Values {
  const recorded = record(network, inputs, scope.training);
  if (!recorded) throw new GraphError('the network convolves in training but not in evaluation');
  const values = new Map(
    recorded.sources.map(({ kind, key, name }) => {
      if (kind === 'input') return [name, inputs[key]!];
      return [name, kind === 'seed' ? scope.seed() : scope.parameter(key)];
    }),
  );
  const written = write(recorded, { builder, inputs: values, options, settled: layouts });
  const outputs: Record<string, Value> = {};
  for (const [name, value] of written.values) {
    const key = name.slice(name.indexOf(':') + 1);
    if (name.startsWith('update:')) scope.update(key, value);
    else outputs[key] = value;
  }
  return outputs;
}
