/** @file Our contestant: a model file as the inference worker loads and runs it. Arguments: file, rows, `run` or `create`. */
import { loadModel, type NamedTensor } from '../../src-main/models/worker/index.ts';
import { contestant } from '../contestant.ts';

const [file = '', rows = '1', what = 'run'] = process.argv.slice(2);

/** Numbers every class of ids knows: zeros and ones. */
function filled(name: string, datatype: string, shape: readonly number[]): NamedTensor {
  if (datatype !== 'INT32' && datatype !== 'FP32') throw new Error(`the bench feeds no ${datatype}`);
  const sizes = shape.map((size) => (size === -1 ? Number(rows) : size));
  const count = sizes.reduce((a, b) => a * b, 1);
  const data = datatype === 'FP32' ? new Float32Array(count) : new Int32Array(count);
  return { name, datatype, shape: sizes, data: data.map((_, index) => index % 2) };
}

if (what === 'create') {
  await contestant(async () => (await loadModel(file, { threads: 2 })).release());
} else {
  const model = await loadModel(file, { threads: 2 });
  const inputs = model.description.inputs.map(({ name, datatype, shape }) => filled(name, datatype, shape));
  await contestant(() => model.infer(inputs));
}
