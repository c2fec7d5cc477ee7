/** @file For tests: one of ONNX's node tests, through our reader, verifier and writer, run and compared. */
import { fromBinary } from '@bufbuild/protobuf';
import * as ort from '../../platform/worker/onnxruntime.ts';
import { TensorProtoSchema } from '../codec/onnx_pb.ts';
import { readTensor } from '../codec/tensor.ts';
import {
  modelOf,
  parse,
  serialize,
  upgrade,
  verify,
  type ElementType,
  type Graph,
  type Tensor,
} from '../index.ts';
import { isOp } from '../ops/index.ts';
import { everyNode } from '../passes/names.ts';
import type { NodeCase } from './cases.fixture.ts';

/** How far a test got: `operator`, `border`, `shape`, `runtime` and `result` name the place where it stopped. */
export interface Outcome {
  readonly stage: 'passed' | 'operator' | 'border' | 'shape' | 'runtime' | 'result';
  /** Why it stopped; empty where it passed. */
  readonly why: string;
}

const passed: Outcome = { stage: 'passed', why: '' };

export async function runCase({ model: bytes, sets, rtol, atol }: NodeCase): Promise<Outcome> {
  const { graph } = upgrade(parse(bytes));
  const unknown = new Set(Array.from(everyNode(graph.nodes), ({ op }) => op).filter((op) => !isOp(op)));
  if (unknown.size > 0) return { stage: 'operator', why: [...unknown].toSorted().join(', ') };
  for (const { inputs, outputs } of sets) {
    const [given, expected] = [inputs, outputs].map((some) => some.flatMap(tensorOf));
    if (given?.length !== inputs.length || expected?.length !== outputs.length)
      return { stage: 'border', why: 'takes or gives what is no tensor' };
    const outcome = await runSet(graph, { given, expected, rtol, atol });
    if (outcome !== passed) return outcome;
  }
  return passed;
}

interface DataSet {
  readonly given: readonly Tensor[];
  readonly expected: readonly Tensor[];
  readonly rtol: number;
  readonly atol: number;
}

async function runSet(graph: Graph, { given, expected, rtol, atol }: DataSet): Promise<Outcome> {
  const foreign = expected.find(({ elementType }) => !carried.has(elementType) && !halves[elementType]);
  if (foreign) return { stage: 'border', why: `gives ${foreign.elementType}` };
  const fed = given.map(({ elementType }) => carried.has(elementType));
  const candidates = [
    (index: number) => fed[index] === true,
    (index: number) => index === 0 && fed[0] === true,
  ];
  const graphs = candidates.map((feed) => baked(graph, given, feed));
  const faults = graphs.map(faultOf);
  const ours = graphs[faults.indexOf(undefined)];
  if (!ours) return { stage: 'shape', why: faults.at(-1) ?? '' };
  const feeds = new Map(graph.inputs.map(({ name }, index) => [name, given[index]]));
  try {
    const inputs = ours.inputs.map(({ name }) => [name, toRuntime(feeds.get(name))] as const);
    const session = await ort.InferenceSession.create(serialize(modelOf(widened(ours))), quiet);
    const results = await session.run(Object.fromEntries(inputs));
    await session.release();
    for (const [index, { name }] of graph.outputs.entries()) {
      const why = difference(results[name], expected[index], { rtol, atol });
      if (why !== undefined) return { stage: 'result', why: `${name}: ${why}` };
    }
    return passed;
  } catch (error) {
    return { stage: 'runtime', why: error instanceof Error ? error.message : String(error) };
  }
}

const quiet = { logSeverityLevel: 4 } as const;

/** Types that the runtime's Node binding takes and gives. */
const carried: ReadonlySet<ElementType> = new Set<ElementType>([
  'float32',
  'float64',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'bool',
  'string',
]);

/** The numbers that 16 bits stand for. */
const halves: Partial<Record<ElementType, (bits: number) => number>> = {
  float16(bits) {
    const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
  },
  bfloat16: (bits) => new Float32Array(Uint32Array.of(bits << 16).buffer)[0] ?? 0,
};

/** The graph with some inputs as constants: those our rules want to know, and those the binding does not carry. */
function baked(graph: Graph, given: readonly Tensor[], feed: (index: number) => boolean): Graph {
  const constants = new Map(graph.constants);
  for (const [index, { name }] of graph.inputs.entries()) {
    const tensor = given[index];
    if (tensor && !feed(index)) constants.set(name, tensor);
  }
  return { ...graph, inputs: graph.inputs.filter((_, index) => feed(index)), constants };
}

/** The graph giving float32 for outputs of 16 bits, which the binding does not carry. */
function widened(graph: Graph): Graph {
  const narrow = graph.outputs.filter(({ elementType }) => elementType && halves[elementType]);
  const hidden = new Map(narrow.map(({ name }) => [name, `narrow ${name}`]));
  const rename = (name: string) => hidden.get(name) ?? name;
  return {
    ...graph,
    outputs: graph.outputs.map((value) =>
      hidden.has(value.name) ? { ...value, elementType: 'float32' } : value,
    ),
    nodes: [
      ...graph.nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map(rename),
        outputs: node.outputs.map(rename),
      })),
      ...narrow.map(({ name }) => ({
        name: `widen ${name}`,
        op: 'Cast',
        inputs: [rename(name)],
        outputs: [name],
        attributes: { to: { kind: 'int', value: 1n } as const },
      })),
    ],
  };
}

/** What the verifier finds wrong; the outputs' declared shapes are among what it checks. */
function faultOf(graph: Graph): string | undefined {
  try {
    verify(graph);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** One tensor, or none for what is no tensor. */
function tensorOf(bytes: Uint8Array | null): readonly Tensor[] {
  return bytes ? [readTensor(fromBinary(TensorProtoSchema, bytes))] : [];
}

function toRuntime(tensor: Tensor | undefined): ort.Tensor {
  if (!tensor) throw new Error('an input is missing');
  return new ort.Tensor(tensor.elementType as ort.Tensor.Type, tensor.data as never, tensor.shape);
}

interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

function difference(found: ort.Tensor | undefined, expected: Tensor | undefined, tolerance: Tolerance) {
  if (!found || !expected) return 'is missing';
  const { elementType, shape } = expected;
  const half = halves[elementType];
  if (!half && found.type !== elementType) return `is ${found.type}, not ${elementType}`;
  if (found.dims.join() !== shape.join()) return `is [${found.dims.join()}], not [${shape.join()}]`;
  const actual: readonly unknown[] = Array.from<unknown>(found.data);
  const elements = Array.from<unknown>(expected.data);
  const wanted = half ? elements.map((bits) => half(Number(bits))) : elements;
  const at = wanted.findIndex((value, index) => !close(actual[index], value, tolerance));
  return at < 0 ? undefined : `element ${at} is ${String(actual[at])}, not ${String(wanted[at])}`;
}

function close(found: unknown, expected: unknown, { rtol, atol }: Tolerance): boolean {
  if (Object.is(found, expected) || found === expected) return true;
  if (typeof found !== 'number' || typeof expected !== 'number') return false;
  return Math.abs(found - expected) <= atol + rtol * Math.abs(expected);
}
