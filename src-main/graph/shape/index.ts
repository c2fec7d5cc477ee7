/** @file The table of shape rules: total over `Op`, so an operator without one does not compile. */
import type { Op } from '../ops/index.ts';
import type { ShapeRule } from './call.ts';
import { activationShapes } from './activation.ts';
import { attentionShapes } from './attention.ts';
import { blockedShapes } from './blocked.ts';
import { controlShapes } from './control.ts';
import { convolutionShapes } from './convolution.ts';
import { creationShapes } from './creation.ts';
import { elementwiseShapes } from './elementwise.ts';
import { indexingShapes } from './indexing.ts';
import { matrixShapes } from './matrix.ts';
import { movementShapes } from './movement.ts';
import { normalizationShapes } from './normalization.ts';
import { recurrentShapes } from './recurrent.ts';
import { reductionShapes } from './reduction.ts';
import { textShapes } from './text.ts';

export type { Call, Known, ShapeRule } from './call.ts';
export { bodyInputs } from './control.ts';
export { evaluate } from './evaluate.ts';

export const shapeRules: Readonly<Record<Op, ShapeRule>> = {
  ...elementwiseShapes,
  ...activationShapes,
  ...reductionShapes,
  ...matrixShapes,
  ...movementShapes,
  ...indexingShapes,
  ...creationShapes,
  ...convolutionShapes,
  ...blockedShapes,
  ...normalizationShapes,
  ...recurrentShapes,
  ...controlShapes,
  ...textShapes,
  ...attentionShapes,
};
