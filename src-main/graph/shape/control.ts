/** @file Shape rules of operators with subgraphs. */
import { compatible, typeText, type Dimension, type Shape, type TensorType, type ValueInfo } from '../ir.ts';
import { graphAttribute, intAttribute, intsAttribute } from '../ops/index.ts';
import type { control as signatures } from '../ops/control.ts';
import { axisOf, fail, typeOf, type Call, type ShapeRule } from './call.ts';

/** Types of what a body gives: those derived from its nodes where they are at hand, else the declared ones. */
function bodyOutputs(call: Call, name: string): readonly TensorType[] {
  const body = graphAttribute(call.node, name) ?? fail(call, `the attribute "${name}" is missing`);
  return (
    call.bodies?.get(name) ??
    body.outputs.map((value) => ({
      elementType: value.elementType ?? 'undefined',
      shape: value.shape ?? fail(call, `the body's output "${value.name}" has no declared type`),
    }))
  );
}

/** Types that the inputs of a node's bodies have, for bodies that do not declare them. */
export function bodyInputs(call: Pick<Call, 'node' | 'inputs'>): readonly (TensorType | undefined)[] {
  if (call.node.op === 'Loop')
    return [{ elementType: 'int64', shape: [] }, { elementType: 'bool', shape: [] }, ...call.inputs.slice(2)];
  if (call.node.op !== 'Scan') return [];
  const states = call.inputs.length - intAttribute(call.node, 'num_scan_inputs', 0);
  const axes = intsAttribute(call.node, 'scan_input_axes') ?? [];
  return call.inputs.map((type, index) => {
    if (!type || index < states) return type;
    const axis = axes[index - states] ?? 0;
    return {
      elementType: type.elementType,
      shape: type.shape.toSpliced(axis < 0 ? axis + type.shape.length : axis, 1),
    };
  });
}

function checkInputs(call: Call): void {
  const body = graphAttribute(call.node, 'body') ?? fail(call, 'the body is missing');
  const expected = bodyInputs(call);
  if (body.inputs.length !== expected.length)
    fail(call, `the body takes ${body.inputs.length} values, not ${expected.length}`);
  for (const [index, inner] of body.inputs.entries()) {
    const type = expected[index];
    if (type && !matches(inner, type))
      fail(call, `the body's input "${inner.name}" does not take ${typeText(type)}`);
  }
}

/** Whether a declaration, which may leave things unsaid, fits a type. */
function matches({ elementType, shape }: ValueInfo, type: TensorType): boolean {
  if (elementType !== undefined && elementType !== type.elementType) return false;
  if (shape === undefined) return true;
  return (
    shape.length === type.shape.length &&
    shape.every((size, axis) => compatible(size, type.shape[axis] ?? ''))
  );
}

/** States keep their type; each scan output gains the time axis. The body's own nodes are verified apart. */
export const scan: ShapeRule = (call) => {
  checkInputs(call);
  const given = bodyOutputs(call, 'body');
  if (given.length !== call.outputs)
    fail(call, `the body gives ${given.length} values for ${call.outputs} outputs`);
  const states = call.inputs.length - intAttribute(call.node, 'num_scan_inputs', 0);
  const time = sequenceLength(call, states);
  const axes = intsAttribute(call.node, 'scan_output_axes') ?? [];
  return given.map((type, index) => {
    if (index < states) return typeOf(call, index, type.elementType);
    const axis = axisOf(call, axes[index - states] ?? 0, type.shape.length + 1);
    return { elementType: type.elementType, shape: type.shape.toSpliced(axis, 0, time) };
  });
};

function sequenceLength(call: Call, states: number): Dimension {
  const shape = call.inputs[states]?.shape ?? [];
  const axis = intsAttribute(call.node, 'scan_input_axes')?.[0] ?? 0;
  return shape.at(axis) ?? '';
}

/** Both branches give the same element types; a size on which they differ is unknown. */
export const branch: ShapeRule = (call) => {
  typeOf(call, 0, 'bool');
  const [yes, no] = [bodyOutputs(call, 'then_branch'), bodyOutputs(call, 'else_branch')];
  if (yes.length !== call.outputs || no.length !== call.outputs)
    fail(call, `the branches give ${yes.length} and ${no.length} values for ${call.outputs} outputs`);
  return yes.map((type, index) => joined(call, type, no[index] ?? type));
};

function joined(call: Call, a: TensorType, b: TensorType): TensorType {
  if (a.elementType !== b.elementType || a.shape.length !== b.shape.length)
    fail(call, `${typeText(a)} and ${typeText(b)} have no type in common`);
  return { elementType: a.elementType, shape: agreed(a.shape, b.shape) };
}

/** The sizes in which two shapes of one rank agree; the others are unknown. */
function agreed(a: Shape, b: Shape): Shape {
  return a.map((size, axis) => (size === b[axis] ? size : ''));
}

/** The body takes iteration, condition and state and gives condition, state and what is collected along a new first axis. */
export const loop: ShapeRule = (call) => {
  checkInputs(call);
  if (call.inputs[0]) typeOf(call, 0, 'int64');
  if (call.inputs[1]) typeOf(call, 1, 'bool');
  const states = Math.max(0, call.inputs.length - 2);
  const [condition, ...given] = bodyOutputs(call, 'body');
  if (condition?.elementType !== 'bool') fail(call, 'the first output of the body must be the condition');
  if (given.length !== call.outputs)
    fail(call, `the body gives ${given.length} values for ${call.outputs} outputs`);
  return given.map((type, index) =>
    index < states
      ? joined(call, typeOf(call, index + 2), type)
      : { elementType: type.elementType, shape: ['', ...type.shape] },
  );
};

export const controlShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  If: branch,
  Loop: loop,
  Scan: scan,
};
