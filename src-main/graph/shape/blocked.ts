/** @file Shape rules of the blocked operators: they declare the standard shapes. */
import { intsAttribute } from '../ops/index.ts';
import type { blocked as signatures } from '../ops/blocked.ts';
import { fail, rankOf, typeOf, type ShapeRule } from './call.ts';
import { conv, globalPool, pool } from './convolution.ts';

const image: ShapeRule = (call) => {
  rankOf(call, 0, 4);
  return [typeOf(call, 0, 'float32')];
};

const upsample: ShapeRule = (call) => {
  const [batch = '', channels = '', ...space] = rankOf(call, 0, 4);
  const scales = intsAttribute(call.node, 'scales') ?? fail(call, 'the attribute "scales" is missing');
  const sizes = space.map((size, axis) => (typeof size === 'number' ? size * (scales[axis + 2] ?? 1) : ''));
  return [{ elementType: 'float32', shape: [batch, channels, ...sizes] }];
};

export const blockedShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  'com.microsoft.nchwc.ReorderInput': image,
  'com.microsoft.nchwc.ReorderOutput': image,
  'com.microsoft.nchwc.Conv': conv,
  'com.microsoft.nchwc.MaxPool': pool,
  'com.microsoft.nchwc.AveragePool': pool,
  'com.microsoft.nchwc.GlobalAveragePool': globalPool,
  'com.microsoft.nchwc.Upsample': upsample,
};
