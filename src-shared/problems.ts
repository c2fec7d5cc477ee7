/** @file The one table of problems: every error a person can meet, in both languages. */
import { datasetsProblems } from './datasets/problems.ts';
import { evaluationProblems } from './evaluation/problems.ts';
import { exportsProblems } from './exports/problems.ts';
import { houseProblems } from './platform/problems.ts';
import { limitsProblems } from './limits/problems.ts';
import { exchangeProblems } from './labeling/exchange/problems.ts';
import { formatProblems } from './labeling/formats/problems.ts';
import { helpProblems } from './labeling/help/problems.ts';
import { hiddenProblems } from './labeling/hidden-problems.ts';
import { labelingProblems } from './labeling/problems.ts';
import { rankingProblems } from './labeling/ranking/problems.ts';
import { modelsProblems } from './models/problems.ts';
import { registryProblems } from './models/registry-problems.ts';
import { servingProblems } from './serving/problems.ts';
import { fittingProblems } from './training/fitting-problems.ts';
import { storeProblems } from './platform/store-problems.ts';
import { trainingProblems } from './training/problems.ts';
import { planningProblems } from './planning/problems.ts';
import { searchProblems } from './search/problems.ts';
import { trackingProblems } from './tracking/problems.ts';
import { filterProblems } from './tracking/filter/problems.ts';
import { versionsProblems } from './versions/problems.ts';
import { runFileProblems } from './tracking/exchange/problems.ts';

export const PROBLEMS = {
  ...houseProblems,
  ...storeProblems,
  ...datasetsProblems,
  ...labelingProblems,
  ...hiddenProblems,
  ...helpProblems,
  ...formatProblems,
  ...exchangeProblems,
  ...rankingProblems,
  ...fittingProblems,
  ...trainingProblems,
  ...evaluationProblems,
  ...modelsProblems,
  ...registryProblems,
  ...servingProblems,
  ...limitsProblems,
  ...exportsProblems,
  ...planningProblems,
  ...searchProblems,
  ...versionsProblems,
  ...trackingProblems,
  ...filterProblems,
  ...runFileProblems,
} as const;

export type ProblemKey = keyof typeof PROBLEMS;

export {
  ERROR_CODES,
  fill,
  type ErrorCode,
  type Problem,
  type ProblemParameters,
  type Wording,
} from './platform/problem.ts';
