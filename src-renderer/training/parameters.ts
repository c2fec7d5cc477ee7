/** @file The values of a recipe's parameters as a form holds them. */
import type { Parameters, Proposal, RecipeParameter } from '../../src-shared/contract.ts';
import { type ParameterValue, checkValue } from '../../src-shared/training/parameters.ts';

/** Null for a field of numbers that holds none. */
export type FormValues = Readonly<Record<string, ParameterValue | null>>;

/** With what the data say in place of the recipe's own defaults, where it is a value of the parameter. */
export function withProposals(
  parameters: readonly RecipeParameter[],
  proposals: readonly Proposal[],
): readonly RecipeParameter[] {
  return parameters.map((parameter) => {
    const value = proposals.find(({ name }) => name === parameter.name)?.value;
    if (value === undefined || checkValue(parameter, value) !== null) return parameter;
    return { ...parameter, default: value } as RecipeParameter;
  });
}

/** The values that can be sent: undefined while any of them is wrong. */
export function validParameters(
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
