/** @file How a split of each kind is put to a model. */
import type { DatasetKind } from '../../../src-shared/contract.ts';
import type { EvaluateResult, EvaluateSpec, Port } from './batches.ts';
import { evaluateRows } from './evaluate-rows.ts';
import { evaluateText } from './evaluate-text.ts';

type Evaluation = (spec: EvaluateSpec, port: Port) => Promise<EvaluateResult>;

export const EVALUATIONS: Readonly<Record<DatasetKind, Evaluation>> = {
  text: evaluateRows,
  table: evaluateRows,
  image: evaluateRows,
  corpus: evaluateText,
};
