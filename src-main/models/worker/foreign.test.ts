import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { caseFile } from '../../cases.fixture.ts';
import {
  parse,
  serialize,
  type Dimension,
  type ElementType,
  type Model,
  type Node,
  type ValueInfo,
  type ValueType,
} from '../../graph/index.ts';
import { inspectModel, type InspectModelResult } from './inspect-model.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';
import { loadModel } from './load.ts';
import type { NamedTensor } from './tensors.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lathe-foreign-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the import keeps of a file: its copy, asked as an endpoint asks it. */
async function imported(file: string, labels?: readonly string[]) {
  const scratch = mkdtempSync(path.join(folder, 'job-'));
  const port = {
    scratch,
    signal: new AbortController().signal,
    emit: async () => undefined,
    progress: () => undefined,
  } as unknown as JobPort<never>;
  const found: InspectModelResult = await inspectModel(
    { model: file, withFolder: false, ...(labels && { labels }) },
    port,
  );
  const copy = path.join(scratch, 'model.onnx');
  return { found, copy, bytes: readFileSync(copy) };
}

async function answered(file: string, inputs: readonly NamedTensor[], outputs?: readonly string[]) {
  const model = await loadModel(file, { threads: 1 });
  try {
    return await model.infer(inputs, outputs);
  } finally {
    await model.release();
  }
}

const tensor = (elementType: ElementType): ValueType => ({ kind: 'tensor', elementType });

const value = (
  name: string,
  elementType: ElementType,
  shape: readonly Dimension[] | undefined,
): ValueInfo => ({
  name,
  elementType,
  shape,
});

const other = (name: string, type: ValueType): ValueInfo => ({
  name,
  type,
  elementType: undefined,
  shape: undefined,
});

const node = (op: string, inputs: readonly string[], outputs: readonly string[]): Node => ({
  name: op,
  op,
  inputs,
  outputs,
  attributes: {},
});

/** Writes a model of the given border and nodes. */
function written(
  name: string,
  { inputs, outputs, nodes }: Pick<Model['graph'], 'inputs' | 'outputs' | 'nodes'>,
): string {
  const file = path.join(folder, `${name}.onnx`);
  const graph = { name, inputs, outputs, nodes, constants: new Map(), values: [] };
  writeFileSync(
    file,
    serialize({
      graph,
      irVersion: 9,
      opsets: new Map([['', 18]]),
      producer: { name: 'test', version: '' },
      metadata: new Map(),
    }),
  );
  return file;
}

/** y = x. */
function identity(elementType: ElementType, shape: readonly Dimension[] | null = ['N', 2]): string {
  return written(elementType, {
    inputs: [value('x', elementType, shape ?? undefined)],
    outputs: [value('y', elementType, shape ?? undefined)],
    nodes: [node('Identity', ['x'], ['y'])],
  });
}

const row = (data: readonly number[]): NamedTensor => ({
  name: 'float_input',
  datatype: 'FP32',
  shape: [1, data.length],
  data: Float32Array.from(data),
});

describe('a classifier whose scores are a list of maps (ZipMap)', () => {
  it.each([
    ['skl_zip_str.onnx', ['setosa', 'versi color', 'virginica'], ['virginica']],
    ['skl_zip_int.onnx', ['0', '1', '2'], BigInt64Array.of(2n)],
  ])('answers with the table of scores: %s', async (name, classes, label) => {
    const { found, copy } = await imported(caseFile(`23-zipmap/${name}`));
    expect(found.description).toMatchObject({ labels: classes, task: 'classify' });
    expect(found.milliseconds).toBeGreaterThan(0);
    const [first, second, ...others] = await answered(copy, [row([-1, 5, 1, 2])]);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ name: 'label', shape: [1] });
    expect(second).toMatchObject({ name: 'probabilities', datatype: 'FP32', shape: [1, 3] });
    const scores = [...(second!.data as Float32Array)];
    expect(scores.reduce((sum, score) => sum + score)).toBeCloseTo(1, 5);
    const best = scores.indexOf(Math.max(...scores));
    expect(first!.data).toEqual(
      label.length > 0 && Array.isArray(label) ? [classes[best]] : BigInt64Array.of(BigInt(best)),
    );
    expect(await answered(copy, [row([-1, 5, 1, 2])], ['label'])).toEqual([first]);
  });

  it('answers rows of a table by class, with the labels of its own or those that were given', async () => {
    const file = caseFile('23-zipmap/cols_zip.onnx');
    for (const labels of [undefined, ['nein', 'ja']]) {
      const { found, copy } = await imported(file, labels);
      expect(found).toMatchObject({ takesRows: true, description: { kind: 'table' } });
      const model = await loadModel(copy, { threads: 1 });
      const cells = { age: 30, income: 2, town: 'Ulm' };
      expect(await model.predict([{ kind: 'table', cells }])).toMatchObject({
        classes: labels ?? ['no', 'yes'],
        labels: [(labels ?? ['no', 'yes'])[1]],
      });
      await model.release();
    }
  });

  it('keeps all else of the file, and answers with its other outputs when it was kept before', async () => {
    const file = caseFile('23-zipmap/skl_zip_str.onnx');
    const [before, after] = [parse(readFileSync(file)), parse((await imported(file)).bytes)];
    expect(after.graph.nodes.map(({ op }) => op)).toEqual(['ai.onnx.ml.LinearClassifier', 'Identity']);
    expect(after.graph.nodes[0]).toEqual(before.graph.nodes[0]);
    expect(await answered(file, [row([1, 2, 3, 4])])).toMatchObject([{ name: 'label' }]);
  });
});

describe('every type that a request can carry', () => {
  it.each([
    ['bool', 'BOOL', Uint8Array.of(1, 0)],
    ['uint8', 'UINT8', Uint8Array.of(255, 0)],
    ['uint16', 'UINT16', Uint16Array.of(65535, 0)],
    ['uint32', 'UINT32', Uint32Array.of(2 ** 32 - 1, 0)],
    ['uint64', 'UINT64', BigUint64Array.of(2n ** 64n - 1n, 2n ** 53n + 1n)],
    ['int8', 'INT8', Int8Array.of(-128, 0)],
    ['int16', 'INT16', Int16Array.of(-32768, 0)],
    ['int32', 'INT32', Int32Array.of(-(2 ** 31), 0)],
    ['int64', 'INT64', BigInt64Array.of(-(2n ** 63n), 2n ** 53n + 1n)],
    ['float16', 'FP16', Uint16Array.of(0x3c00, 0x7c00)],
    ['float32', 'FP32', Float32Array.of(NaN, -Infinity)],
    ['float64', 'FP64', Float64Array.of(1e300, 0.1)],
    ['string', 'BYTES', ['会议', '']],
  ] as const)('comes back as it went: %s', async (elementType, datatype, data) => {
    const { found, copy } = await imported(identity(elementType));
    expect(found.milliseconds).toBeGreaterThan(0);
    const asked = { name: 'x', datatype, shape: [1, 2], data };
    expect(await answered(copy, [asked])).toEqual([{ ...asked, name: 'y' }]);
    const empty = { ...asked, shape: [0, 2], data: data.slice(0, 0) };
    expect(await answered(copy, [empty])).toEqual([{ ...empty, name: 'y' }]);
  });

  it('computes in float16', async () => {
    const { found, copy } = await imported(caseFile('24-types-that-cannot-be-asked/f16.onnx'));
    expect(found.milliseconds).toBeGreaterThan(0);
    const data = new Uint16Array(Float16Array.of(1, 0, 0, 0).buffer);
    const [answer] = await answered(copy, [{ name: 'X', datatype: 'FP16', shape: [1, 4], data }]);
    // The first row of its weights.
    expect(answer).toMatchObject({
      datatype: 'FP16',
      shape: [1, 3],
      data: Uint16Array.of(12294, 45114, 14624),
    });
  });

  it('is taken in any shape where the file states none, and as one value where it states no axes', async () => {
    for (const shape of [[], [3], [1, 0, 2]]) {
      const size = shape.reduce((product, axis) => product * axis, 1);
      const asked = { name: 'x', datatype: 'FP32', shape, data: new Float32Array(size).fill(7) } as const;
      const { copy } = await imported(identity('float32', null));
      expect(await answered(copy, [asked])).toEqual([{ ...asked, name: 'y' }]);
      const scalar = answered((await imported(identity('float32', []))).copy, [asked]);
      if (shape.length === 0) expect(await scalar).toEqual([{ ...asked, name: 'y' }]);
      else await expect(scalar).rejects.toMatchObject({ parameters: { field: 'inputs[0].shape' } });
    }
  });
});

describe('a model that cannot be asked with tensors', () => {
  const x = value('x', 'float32', ['N']);
  const y = value('y', 'float32', ['N']);
  const list: ValueType = { kind: 'sequence', element: tensor('float32') };

  it('has its list of tensors told apart', async () => {
    const file = written('list', {
      inputs: [x],
      outputs: [other('q', list), y],
      nodes: [node('Neg', ['x'], ['y']), node('SequenceConstruct', ['x', 'y'], ['q'])],
    });
    const { copy } = await imported(file);
    const asked = { name: 'x', datatype: 'FP32', shape: [2], data: Float32Array.of(1, 2) } as const;
    expect(await answered(copy, [asked])).toEqual([
      { ...asked, name: 'q_0' },
      { ...asked, name: 'q_1', data: Float32Array.of(-1, -2) },
      { ...asked, name: 'y', data: Float32Array.of(-1, -2) },
    ]);
  });

  it.each([
    [
      'seq(tensor(float32))',
      { inputs: [x], outputs: [other('q', list)], nodes: [node('SplitToSequence', ['x'], ['q'])] },
    ],
    [
      'optional(tensor(float32))',
      {
        inputs: [x],
        outputs: [other('q', { kind: 'optional', element: tensor('float32') })],
        nodes: [node('Optional', ['x'], ['q'])],
      },
    ],
    [
      'seq(tensor(float32))',
      { inputs: [other('q', list)], outputs: [y], nodes: [node('ConcatFromSequence', ['q'], ['y'])] },
    ],
  ])('is refused by name where it takes or gives %s', async (type, parts) => {
    await expect(imported(written('refused', parts))).rejects.toMatchObject({
      key: 'models.notTensor',
      parameters: { name: 'q', type },
    });
  });

  it.each(['bfloat16', 'complex64', 'complex128', 'float8e4m3fn', 'int4', 'uint4'] as const)(
    'is refused by name where it takes %s',
    async (elementType) => {
      const refused = imported(identity(elementType));
      await expect(refused).rejects.toMatchObject({
        key: 'models.typeNotCarried',
        parameters: { side: 'input', name: 'x', type: elementType },
      });
      await expect(refused).rejects.toThrow(elementType);
    },
  );
});

describe('inputs that do not fit each other', () => {
  const asked = (name: string, size: number): NamedTensor => ({
    name,
    datatype: 'FP32',
    shape: [size],
    data: new Float32Array(size),
  });
  const sum = (symbols: readonly [string, string]) =>
    written('sum', {
      inputs: [value('a', 'float32', [symbols[0]]), value('b', 'float32', [symbols[1]])],
      outputs: [value('y', 'float32', ['N'])],
      nodes: [node('Add', ['a', 'b'], ['y'])],
    });

  it('are named where the file gives their sizes one name', async () => {
    const { copy } = await imported(sum(['N', 'N']));
    await expect(answered(copy, [asked('a', 3), asked('b', 1)])).rejects.toMatchObject({
      key: 'serving.badField',
      parameters: { field: 'inputs[1].shape[0]', why: 'the size “N” is 1 in “b” and 3 in “a”' },
    });
  });

  it('are named where only the runtime finds out', async () => {
    const { copy } = await imported(sum(['', '']));
    const refused = answered(copy, [asked('a', 3), asked('b', 2)]);
    await expect(refused).rejects.toMatchObject({ key: 'serving.notComputed' });
    await expect(refused).rejects.toThrow(/“a” \[3\], “b” \[2\]/);
    expect(await answered(copy, [asked('a', 0), asked('b', 0)])).toMatchObject([{ shape: [0] }]);
  });
});
