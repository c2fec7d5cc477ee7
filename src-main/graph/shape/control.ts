/** @file Shape rules of operators with subgraphs. */
import { compatible, typeText, type TensorType, type ValueInfo } from '../ir.ts';
import { graphAttribute, intAttribute } from '../ops/index.ts';
import type { control as signatures } from '../ops/control.ts';
import { fail, typeOf, type ShapeRule } from './call.ts';

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

export const controlShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  Scan: scan,
};
