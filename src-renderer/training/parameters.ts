/** @file The values of a recipe's parameters as a form holds them, and what may be wrong with them. */
import type { Parameters, RecipeParameter } from '../../src-shared/contract.ts';

export type ParameterValue = Parameters[string];

/** Null for a field of numbers that holds none. */
export type FormValues = Readonly<Record<string, ParameterValue | null>>;

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

/** The values that can be sent: undefined while any of them is wrong. */
export function validValues(
  parameters: readonly RecipeParameter[],
  values: FormValues,
): Parameters | undefined {
  const valid: Parameters = {};
  for (const parameter of parameters) {
    const value = values[parameter.name];
    if (value === null || value === undefined || checkValue(parameter, value) !== null) return undefined;
    valid[parameter.name] = value;
  }
  return valid;
}

/** The names of parameters that differ from the recipe's defaults. */
export function changedNames(parameters: readonly RecipeParameter[], values: FormValues): readonly string[] {
  return parameters.filter(({ name, default: usual }) => values[name] !== usual).map(({ name }) => name);
}
