/** @file Shape rules of operators that make values. */
import type { Attribute, ElementType } from '../ir.ts';
import { intAttribute, intsAttribute } from '../ops/index.ts';
import type { creation as signatures } from '../ops/creation.ts';
import {
  dimensions,
  fail,
  floats,
  integers,
  lengthOf,
  rankOf,
  typeOf,
  type Call,
  type ShapeRule,
} from './call.ts';
import { namedType } from './elementwise.ts';

/** Exactly one attribute holds the value. */
export const constant: ShapeRule = (call) => {
  const given = Object.entries(call.node.attributes);
  const [name, attribute] = given[0] ?? fail(call, 'no attribute holds the value');
  if (given.length > 1) fail(call, `both "${name}" and "${given[1]?.[0]}" hold a value`);
  if (attribute.kind === 'tensor')
    return [{ elementType: attribute.value.elementType, shape: attribute.value.shape }];
  const elementType = plainTypes[attribute.kind] ?? fail(call, `the attribute "${name}" cannot hold a value`);
  return [{ elementType, shape: Array.isArray(attribute.value) ? [attribute.value.length] : [] }];
};

/** Element types of values written as plain attributes. */
const plainTypes: Readonly<Partial<Record<Attribute['kind'], ElementType>>> = {
  float: 'float32',
  floats: 'float32',
  int: 'int64',
  ints: 'int64',
  string: 'string',
  strings: 'string',
};

export const constantOfShape: ShapeRule = (call) => {
  const value = call.node.attributes['value'];
  const shape = dimensions(call, 0) ?? unknownShape(call, lengthOf(call, 0));
  return [{ elementType: value?.kind === 'tensor' ? value.value.elementType : 'float32', shape }];
};

function unknownShape(call: Call, rank: number | undefined) {
  if (rank === undefined) fail(call, 'the rank of the result is not known before the graph runs');
  return Array.from({ length: rank }, () => '');
}

export const eyeLike: ShapeRule = (call) => {
  const { elementType } = typeOf(call, 0);
  return [{ elementType: namedType(call, 'dtype') ?? elementType, shape: rankOf(call, 0, 2) }];
};

/** `start, start + delta, …` below `limit`. */
export const range: ShapeRule = (call) => {
  const { elementType } = typeOf(call, 0, 'float32', 'float64', 'int16', 'int32', 'int64');
  for (const input of [1, 2]) typeOf(call, input, elementType);
  const [start, limit, delta] = [0, 1, 2].map((input) => integers(call, input)?.[0]);
  if (delta === 0) fail(call, 'a step of 0 leads nowhere');
  if (start === undefined || limit === undefined || delta === undefined)
    return [{ elementType, shape: [''] }];
  return [{ elementType, shape: [Math.max(0, Math.ceil((limit - start) / delta))] }];
};

/** The sizes of the axes from `start` to before `end`. */
export const shapeOf: ShapeRule = (call) => {
  const { shape } = typeOf(call, 0);
  const axes = shape.slice(intAttribute(call.node, 'start', 0), intAttribute(call.node, 'end', shape.length));
  return [{ elementType: 'int64', shape: [axes.length] }];
};

export const size: ShapeRule = (call) => {
  typeOf(call, 0);
  return [{ elementType: 'int64', shape: [] }];
};

/** Random numbers of the shape in the attribute. */
const ofShape: ShapeRule = (call) => {
  const shape = intsAttribute(call.node, 'shape') ?? fail(call, 'the attribute "shape" is missing');
  return [{ elementType: namedType(call, 'dtype') ?? 'float32', shape }];
};

/** Random numbers of the input's shape. */
const like: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  return [{ elementType: namedType(call, 'dtype') ?? elementType, shape }];
};

/** `[batch, classes]` log-probabilities -> `[batch, samples]` class numbers. */
export const multinomial: ShapeRule = (call) => {
  typeOf(call, 0, ...floats);
  const [batch = ''] = rankOf(call, 0, 2);
  const shape = [batch, intAttribute(call.node, 'sample_size', 1)];
  return [{ elementType: namedType(call, 'dtype') ?? 'int32', shape }];
};

export const creationShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  Constant: constant,
  ConstantOfShape: constantOfShape,
  EyeLike: eyeLike,
  Range: range,
  Shape: shapeOf,
  Size: size,
  RandomNormal: ofShape,
  RandomNormalLike: like,
  RandomUniform: ofShape,
  RandomUniformLike: like,
  Multinomial: multinomial,
  Bernoulli: like,
};
