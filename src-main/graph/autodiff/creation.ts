/** @file Gradient rules of operators that make values: none depends on the numbers of its input. */
import type { creation as signatures } from '../ops/creation.ts';
import { type Differentiable, notDifferentiable, shapeOnly } from './rule.ts';

const choice = notDifferentiable('a random choice has no derivative');

export const creationGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  Constant: shapeOnly,
  ConstantOfShape: shapeOnly,
  EyeLike: shapeOnly,
  Range: notDifferentiable(
    'how many numbers it gives depends on values, and training steps have fixed shapes',
  ),
  Shape: shapeOnly,
  Size: shapeOnly,
  RandomNormal: shapeOnly,
  RandomNormalLike: shapeOnly,
  RandomUniform: shapeOnly,
  RandomUniformLike: shapeOnly,
  Multinomial: choice,
  Bernoulli: choice,
};
