/** @file The blocked operators have no rules: a gradient must know the block, which only the lowering does. */
import type { blocked as signatures } from '../ops/blocked.ts';
import { notDifferentiable, type Differentiable } from './rule.ts';

const byLowering = notDifferentiable(
  'the lowering that writes it brings its gradient along; train with the standard one',
);

export const blockedGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  'com.microsoft.nchwc.ReorderInput': byLowering,
  'com.microsoft.nchwc.ReorderOutput': byLowering,
  'com.microsoft.nchwc.Conv': byLowering,
  'com.microsoft.nchwc.MaxPool': byLowering,
  'com.microsoft.nchwc.AveragePool': byLowering,
  'com.microsoft.nchwc.GlobalAveragePool': byLowering,
  'com.microsoft.nchwc.Upsample': byLowering,
};
