/** @file Values of a recipe's parameters, checked against its definition: by the form as one types, by training at its door. */
import type { Parameters } from '../tracking/record.ts';
import type { RecipeParameter } from './contract.ts';

export type ParameterValue = Parameters[string];

export type ValueProblem = 'notANumber' | 'notWhole' | 'outOfBounds' | 'notAChoice';

export function defaultsOf(parameters: readonly RecipeParameter[]): Parameters {
  return Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.default]));
}

/** What is wrong with a value; null when nothing is. */
export function checkValue(
  parameter: RecipeParameter,
  value: ParameterValue | null | undefined,
): ValueProblem | null {
  switch (parameter.kind) {
    case 'switch':
      return typeof value === 'boolean' ? null : 'notAChoice';
    case 'choice':
      return parameter.options.some((option) => option.value === value) ? null : 'notAChoice';
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'notANumber';
      if (parameter.integer && !Number.isSafeInteger(value)) return 'notWhole';
      return value < parameter.min || value > parameter.max ? 'outOfBounds' : null;
  }
}
