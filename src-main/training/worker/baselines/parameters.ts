/** @file What trained baselines are given: what the data say, and of large data no more than takes seconds. */
import type { Parameters } from '../../../../src-shared/contract.ts';
import { recipeNamed, type RecipeName } from '../../recipes/index.ts';
import { proposalsFor, type DataMeasures } from '../../recipes/proposals.ts';

/** Up to so many rows a baseline is trained as its recipe proposes. */
const few = 10_000;
/** Updates of larger data, more than which gain nothing. */
const mostUpdates = 3000;
/** Bytes that the features of all texts may take. */
const mostBytes = 500e6;

export function parametersOf(recipe: RecipeName, measures: DataMeasures): Parameters {
  const proposals = proposalsFor(recipeNamed(recipe), measures);
  const values = Object.fromEntries(proposals.map(({ name, value }) => [name, value]));
  return {
    ...values,
    ...(measures.rows > few ? pace(measures.rows) : {}),
    ...lengthOf(recipe, measures, values),
  };
}

function pace(rows: number): Parameters {
  const batchSize = 2 ** Math.min(10, Math.round(Math.log2(rows / 100)));
  const epochs = Math.max(2, Math.min(20, Math.ceil(mostUpdates / Math.ceil(rows / batchSize))));
  return { batchSize, epochs, patience: 3 };
}

/** Shorter texts where all of them would not fit. */
function lengthOf(recipe: RecipeName, { rows }: DataMeasures, values: Parameters): Parameters {
  const parameter = recipeNamed(recipe).parameters.find(({ name }) => name === 'sequenceLength');
  if (parameter?.kind !== 'number') return {};
  const length = Number(values['sequenceLength'] ?? parameter.default);
  return { sequenceLength: Math.max(parameter.min, Math.min(length, Math.floor(mostBytes / (16 * rows)))) };
}
