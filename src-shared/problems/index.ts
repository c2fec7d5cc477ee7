/** @file The one table of problems: every error a person can meet, in both languages. */
import { datasetsProblems } from './datasets.ts';
import { evaluationProblems } from './evaluation.ts';
import { houseProblems } from './house.ts';
import { limitsProblems } from './limits.ts';
import { labelingProblems } from './labeling.ts';
import { modelsProblems } from './models.ts';
import { servingProblems } from './serving.ts';
import { fittingProblems } from './fitting.ts';
import { storeProblems } from './store.ts';
import { trainingProblems } from './training.ts';

export const PROBLEMS = {
  ...houseProblems,
  ...storeProblems,
  ...datasetsProblems,
  ...labelingProblems,
  ...fittingProblems,
  ...trainingProblems,
  ...evaluationProblems,
  ...modelsProblems,
  ...servingProblems,
  ...limitsProblems,
} as const;

export type ProblemKey = keyof typeof PROBLEMS;

export {
  ERROR_CODES,
  fill,
  type ErrorCode,
  type Problem,
  type ProblemParameters,
  type Wording,
} from './problem.ts';
