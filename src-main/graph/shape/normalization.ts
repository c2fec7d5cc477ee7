/** @file Shape rules of normalizations. */
import { compatible } from '../ir.ts';
import { intAttribute } from '../ops/index.ts';
import type { normalization as signatures } from '../ops/normalization.ts';
import { fail, typeOf, type Call, type ShapeRule } from './call.ts';

/** The type of input 0, where inputs 1 … are one number for each channel (axis 1). */
const perChannel: ShapeRule = (call) => {
  const type = typeOf(call, 0);
  const channels = type.shape[1] ?? fail(call, `input 0 has rank ${type.shape.length}, but needs channels`);
  for (const input of call.inputs.keys()) if (input > 0) checkVector(call, input, channels);
  return [type];
};

function checkVector(call: Call, input: number, channels: number | string): void {
  const { shape } = typeOf(call, input);
  if (shape.length !== 1 || !compatible(shape[0]!, channels))
    fail(call, `input ${input} is [${shape.join(',')}], not [${channels}]`);
}

/** In training mode the running mean and variance come out beside the result. */
export const batchNormalization: ShapeRule = (call) => {
  const [type] = perChannel(call);
  if (call.outputs === 1) return [type!];
  if (intAttribute(call.node, 'training_mode', 0) !== 1)
    fail(call, 'running statistics come out in training mode only');
  return [type!, typeOf(call, 3), typeOf(call, 4)];
};

export const groupNormalization: ShapeRule = (call) => {
  const [type] = perChannel(call);
  const groups = intAttribute(call.node, 'num_groups', 0);
  const channels = type!.shape[1];
  if (groups < 1 || (typeof channels === 'number' && channels % groups !== 0))
    fail(call, `${String(channels)} channels do not divide into ${groups} groups`);
  return [type!];
};

export const normalizationShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  BatchNormalization: batchNormalization,
  InstanceNormalization: perChannel,
  GroupNormalization: groupNormalization,
  LRN: (call) => [typeOf(call, 0)],
};
