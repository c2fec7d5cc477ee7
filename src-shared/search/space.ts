/** @file The space that a search looks through: of a recipe's typed parameters, those worth searching, with their ranges. */
import type { RecipeParameter } from '../training/contract.ts';
import type { Parameters } from '../tracking/record.ts';
import type { Dimension } from './contract.ts';

/**
 * What the recipe's own definition says is worth searching, without what has a value already or no effect beside it; every range
 * inside of what the parameter takes.
 */
export function spaceOf(
  parameters: readonly RecipeParameter[],
  values: Parameters = {},
): readonly Dimension[] {
  const usual = parameters.flatMap((parameter): Dimension[] => {
    const dimension =
      isIfAsked(parameter) || values[parameter.name] !== undefined ? null : dimensionOf(parameter);
    return dimension ? [dimension] : [];
  });
  return withConditions(usual, parameters).filter((dimension) => hasEffect(dimension, parameters, values));
}

/** What is searched only where somebody says so. */
export function isIfAsked(parameter: RecipeParameter): boolean {
  return parameter.kind === 'number' && parameter.search?.ifAsked === true;
}

/** In the recipe's order, what others depend on before them; each with the recipe's own condition where what it depends on is searched too. */
export function withConditions(
  space: readonly Dimension[],
  parameters: readonly RecipeParameter[],
): readonly Dimension[] {
  const places = new Map(parameters.map(({ name }, at) => [name, at]));
  const placeOf = ({ name }: Dimension): number => places.get(name) ?? parameters.length;
  const searched = new Set(space.map(({ name }) => name));
  const conditioned = space
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map((dimension) => {
      const own = parameters[placeOf(dimension)]?.when;
      if (dimension.when !== null || !own || !searched.has(own.parameter)) return dimension;
      return { ...dimension, when: { parameter: own.parameter, isIn: own.isIn } };
    });
  const ordered = new Set<Dimension>();
  const place = (dimension: Dimension, waiting: readonly Dimension[]): void => {
    const before = conditioned.find(({ name }) => name === dimension.when?.parameter);
    // Those that depend on each other in a circle stay as they are, and are refused as a space.
    if (before && !waiting.includes(before)) place(before, [...waiting, dimension]);
    ordered.add(dimension);
  };
  for (const dimension of conditioned) place(dimension, [dimension]);
  return [...ordered];
}

/** Whether what a dimension depends on is searched too, or has a value by which it matters. */
export function hasEffect(
  { name, when }: Dimension,
  parameters: readonly RecipeParameter[],
  values: Parameters,
): boolean {
  const own = parameters.find((one) => one.name === name)?.when;
  if (when !== null || !own) return true;
  const value = values[own.parameter] ?? parameters.find((one) => one.name === own.parameter)?.default;
  return value === undefined || own.isIn.includes(value);
}

/** A parameter as a dimension of a search; null where searching it makes no sense. */
export function dimensionOf(parameter: RecipeParameter): Dimension | null {
  const { name } = parameter;
  switch (parameter.kind) {
    case 'number': {
      if (parameter.search === null) return null;
      const { min, max, integer, search } = parameter;
      // A bound that was worked out, such as 3e-3 / 10, is the number that people would write.
      const written = (bound: number): number => Number(bound.toPrecision(12));
      const [from, to] = [written(Math.max(min, search.from)), written(Math.min(max, search.to))];
      return { kind: 'number', name, from, to, scale: search.scale, integer, when: null };
    }
    case 'choice': {
      if (!parameter.search) return null;
      return { kind: 'choice', name, options: parameter.options.map(({ value }) => value), when: null };
    }
    case 'switch':
      return parameter.search ? { kind: 'choice', name, options: [false, true], when: null } : null;
  }
}

/** Whether a dimension is part of a trial with these values: its condition holds, or it has none. */
export function isActive({ when }: Dimension, values: Parameters): boolean {
  if (when === null) return true;
  const value = values[when.parameter];
  return value !== undefined && when.isIn.includes(value);
}

/** The values of a trial, dimension by dimension: what a condition excludes is left out. */
export function fill(
  space: readonly Dimension[],
  valueOf: (dimension: Dimension) => Parameters[string],
): Parameters {
  const values: Parameters = {};
  for (const dimension of space) if (isActive(dimension, values)) values[dimension.name] = valueOf(dimension);
  return values;
}

export type SpaceProblem =
  | { readonly key: 'search.noSuchParameter'; readonly parameters: { readonly parameter: string } }
  | {
      readonly key: 'search.badRange';
      readonly parameters: {
        readonly parameter: string;
        readonly min: number | string;
        readonly max: number | string;
      };
    }
  | {
      readonly key: 'search.badChoices';
      readonly parameters: { readonly parameter: string; readonly options: string };
    }
  | {
      readonly key: 'search.badCondition';
      readonly parameters: { readonly parameter: string; readonly on: string };
    }
  | { readonly key: 'search.twice'; readonly parameters: { readonly parameter: string } };

/** What is wrong with a space for a recipe; null when nothing is. */
export function spaceProblem(
  space: readonly Dimension[],
  parameters: readonly RecipeParameter[],
): SpaceProblem | null {
  const seen = new Set<string>();
  for (const dimension of space) {
    const { name } = dimension;
    const parameter = parameters.find((one) => one.name === name);
    if (!parameter) return { key: 'search.noSuchParameter', parameters: { parameter: name } };
    if (seen.has(name)) return { key: 'search.twice', parameters: { parameter: name } };
    const wrong = rangeProblem(dimension, parameter);
    if (wrong) return wrong;
    if (dimension.when && !seen.has(dimension.when.parameter))
      return { key: 'search.badCondition', parameters: { parameter: name, on: dimension.when.parameter } };
    seen.add(name);
  }
  return null;
}

function rangeProblem(dimension: Dimension, parameter: RecipeParameter): SpaceProblem | null {
  const { name } = dimension;
  if (parameter.kind === 'number') {
    const { min, max, integer } = parameter;
    const wrong = { key: 'search.badRange', parameters: { parameter: name, min, max } } as const;
    if (dimension.kind === 'choice') {
      const numbers = dimension.options.filter((one) => typeof one === 'number');
      const fits = numbers.every((one) => one >= min && one <= max && (!integer || Number.isInteger(one)));
      return fits && numbers.length === dimension.options.length && numbers.length > 0 ? null : wrong;
    }
    const { from, to, scale } = dimension;
    const fits = from < to && from >= min && to <= max && (scale === 'linear' || from > 0);
    return fits && (!integer || (Number.isInteger(from) && Number.isInteger(to))) ? null : wrong;
  }
  const known: readonly Parameters[string][] =
    parameter.kind === 'switch' ? [false, true] : parameter.options.map(({ value }) => value);
  const fits =
    dimension.kind === 'choice' &&
    dimension.options.length > 0 &&
    dimension.options.every((one) => known.includes(one));
  return fits
    ? null
    : { key: 'search.badChoices', parameters: { parameter: name, options: known.map(String).join(', ') } };
}
