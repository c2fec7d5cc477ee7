/** @file The table of shape rules: total over `Op`, so an operator without one does not compile. */
import type { Op } from '../ops/index.ts';
import type { ShapeRule } from './call.ts';
import { attentionShapes } from './attention.ts';
import { blockedShapes } from './blocked.ts';
import { controlShapes } from './control.ts';
import { convolutionShapes } from './convolution.ts';
import { elementwiseShapes } from './elementwise.ts';
import { matrixShapes } from './matrix.ts';
import { movementShapes } from './movement.ts';
import { normalizationShapes } from './normalization.ts';
import { recurrentShapes } from './recurrent.ts';
import { reductionShapes } from './reduction.ts';
import { textShapes } from './text.ts';

export type { Call, ShapeRule } from './call.ts';

export const shapeRules: Readonly<Record<Op, ShapeRule>> = {
  ...elementwiseShapes,
  ...reductionShapes,
  ...matrixShapes,
  ...movementShapes,
  ...convolutionShapes,
  ...blockedShapes,
  ...normalizationShapes,
  ...recurrentShapes,
  ...controlShapes,
  ...textShapes,
  ...attentionShapes,
};
