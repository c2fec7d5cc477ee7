/** @file Shape rules of recurrent operators. */
import { compatible, type Shape } from '../ir.ts';
import { intAttribute } from '../ops/index.ts';
import type { recurrent as signatures } from '../ops/recurrent.ts';
import { fail, rankOf, typeOf, type Call, type ShapeRule } from './call.ts';

/** X [time, batch, input], W [directions, 4 hidden, input], R [directions, 4 hidden, hidden] -> Y, Y_h, Y_c. */
export const lstm: ShapeRule = (call) => {
  const { elementType } = typeOf(call, 0, 'float32', 'float64');
  const [time = '', batch = '', input = ''] = rankOf(call, 0, 3);
  const [directions = '', rows, columns = ''] = rankOf(call, 1, 3);
  const hidden = intAttribute(call.node, 'hidden_size', 0);
  if (intAttribute(call.node, 'layout', 0)) fail(call, 'only layout 0 (time first) is supported');
  if (rows !== 4 * hidden) fail(call, `W has ${String(rows)} rows, not 4 x ${hidden}`);
  if (!compatible(input, columns)) fail(call, `X has ${input} features and W takes ${columns}`);
  expectShape(call, 2, [directions, 4 * hidden, hidden]);
  if (call.inputs[3]) expectShape(call, 3, [directions, 8 * hidden]);
  const state = { elementType, shape: [directions, batch, hidden] };
  return [{ elementType, shape: [time, directions, batch, hidden] }, state, state].slice(0, call.outputs);
};

function expectShape(call: Call, input: number, expected: Shape): void {
  const { shape } = typeOf(call, input);
  if (shape.length !== expected.length || shape.some((size, axis) => !compatible(size, expected[axis] ?? '')))
    fail(call, `input ${input} is [${shape.join(',')}], not [${expected.join(',')}]`);
}

export const recurrentShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  LSTM: lstm,
};
