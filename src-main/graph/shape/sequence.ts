/** @file Shape rules of recurrent operators and of text. */
import { compatible, typeText, type Shape, type TensorType, type ValueInfo } from '../ir.ts';
import { graphAttribute, intAttribute, stringAttribute } from '../ops.ts';
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

/** States keep their type; each scan output gains the time axis in front. The body's own nodes are verified apart. */
export const scan: ShapeRule = (call) => {
  const body = graphAttribute(call.node, 'body') ?? fail(call, 'the body is missing');
  const sequences = intAttribute(call.node, 'num_scan_inputs', 0);
  const states = call.inputs.length - sequences;
  if (body.inputs.length !== call.inputs.length || body.outputs.length !== call.outputs)
    fail(call, `the body takes ${body.inputs.length} values and gives ${body.outputs.length}`);
  for (const [index, inner] of body.inputs.entries()) {
    const { elementType, shape } = typeOf(call, index);
    const expected = { elementType, shape: index < states ? shape : shape.slice(1) };
    if (!matches(inner, expected))
      fail(call, `the body's input "${inner.name}" does not take ${typeText(expected)}`);
  }
  const [time = ''] = call.inputs[states]?.shape ?? [];
  return body.outputs.map((value, index) => {
    const type = { elementType: value.elementType ?? 'undefined', shape: value.shape ?? [] };
    return index < states ? typeOf(call, index, type.elementType) : { ...type, shape: [time, ...type.shape] };
  });
};

function matches(value: ValueInfo, type: TensorType): boolean {
  const { shape } = value;
  return (
    value.elementType === type.elementType &&
    shape?.length === type.shape.length &&
    shape.every((size, axis) => compatible(size, type.shape[axis] ?? ''))
  );
}

export const stringNormalizer: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0, 'string');
  return [{ elementType, shape: stringAttribute(call.node, 'stopwords') ? shape.map(() => '') : shape }];
};

/** `[...]` strings -> `[..., words]` padded with empty strings, and the number of words of each. */
export const stringSplit: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0, 'string');
  return [
    { elementType, shape: [...shape, ''] },
    { elementType: 'int64', shape },
  ];
};

export const labelEncoder: ShapeRule = (call) => {
  const { shape } = typeOf(call, 0);
  return [{ elementType: call.node.attributes['values_strings'] ? 'string' : 'int64', shape }];
};
