/** @file Shape rules of recurrent operators. */
import { compatible, type Shape } from '../ir.ts';
import { intAttribute, stringAttribute } from '../ops/index.ts';
import type { recurrent as signatures } from '../ops/recurrent.ts';
import { fail, rankOf, typeOf, type Call, type ShapeRule } from './call.ts';

/**
 * X [time, batch, input], W [directions, gates hidden, input], R [directions, gates hidden, hidden],
 * B [directions, 2 gates hidden], lengths int32 [batch], first states [directions, batch, hidden] -> Y, then the last
 * states, as many as the operator has.
 */
function recurrentRule(gates: number, states: number): ShapeRule {
  return (call) => {
    const { elementType } = typeOf(call, 0, 'float32', 'float64');
    const [time = '', batch = '', input = ''] = rankOf(call, 0, 3);
    const [directions = '', rows, columns = ''] = rankOf(call, 1, 3);
    const hidden = intAttribute(call.node, 'hidden_size', 0);
    if (intAttribute(call.node, 'layout', 0)) fail(call, 'only layout 0 (time first) is supported');
    if (!compatible(directions, directionsOf(call)))
      fail(call, `W has ${directions} directions, not ${directionsOf(call)}`);
    if (rows !== gates * hidden) fail(call, `W has ${String(rows)} rows, not ${gates} x ${hidden}`);
    if (!compatible(input, columns)) fail(call, `X has ${input} features and W takes ${columns}`);
    expectShape(call, 2, [directions, gates * hidden, hidden]);
    const state = { elementType, shape: [directions, batch, hidden] };
    if (call.inputs[3]) expectShape(call, 3, [directions, 2 * gates * hidden]);
    if (call.inputs[4]) {
      typeOf(call, 4, 'int32');
      expectShape(call, 4, [batch]);
    }
    for (let index = 0; index < states; index++)
      if (call.inputs[5 + index]) expectShape(call, 5 + index, state.shape);
    if (call.inputs[7]) expectShape(call, 7, [directions, 3 * hidden]);
    const last = Array.from({ length: states }, () => state);
    return [{ elementType, shape: [time, directions, batch, hidden] }, ...last].slice(0, call.outputs);
  };
}

function directionsOf(call: Call): number {
  const direction = stringAttribute(call.node, 'direction') ?? 'forward';
  if (!['forward', 'reverse', 'bidirectional'].includes(direction))
    fail(call, `there is no direction "${direction}"; there are forward, reverse, bidirectional`);
  return direction === 'bidirectional' ? 2 : 1;
}

function expectShape(call: Call, input: number, expected: Shape): void {
  const { shape } = typeOf(call, input);
  if (shape.length !== expected.length || shape.some((size, axis) => !compatible(size, expected[axis] ?? '')))
    fail(call, `input ${input} is [${shape.join(',')}], not [${expected.join(',')}]`);
}

export const recurrentShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  RNN: recurrentRule(1, 1),
  GRU: recurrentRule(3, 1),
  LSTM: recurrentRule(4, 2),
};
