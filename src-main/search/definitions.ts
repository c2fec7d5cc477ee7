/** @file What a search is to do, completed from the recipe where nothing is said, and checked. */
import type {
  Parameters,
  Recipe,
  RecipeParameter,
  SearchDefinition,
  SearchRequest,
} from '../../src-shared/contract.ts';
import { isLowerBetter } from '../../src-shared/evaluation/metrics.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { firstRung } from '../../src-shared/search/early-stopping.ts';
import { spaceOf, spaceProblem } from '../../src-shared/search/space.ts';
import { SEARCHED_METRICS } from '../../src-shared/search/tasks.ts';
import { COSTS, SAMPLERS } from '../../src-shared/search/values.ts';
import { comparableVersions, versionParameter } from '../../src-shared/search/versions.ts';
import type { Training } from '../training/index.ts';
import type { Versions } from '../versions/index.ts';

interface DefinitionParts {
  readonly training: Pick<Training, 'recipes' | 'check'>;
  readonly versions: Pick<Versions, 'get' | 'list'>;
}

/**
 * @throws AppError `search.nothingToSearch`, `search.noSuchMetric`, `search.alsoFixed`, those of a space, and as training does
 */
export function completeDefinition(
  { training, versions }: DefinitionParts,
  request: SearchRequest,
): SearchDefinition {
  const { version, parameters = {} } = request;
  training.check({ version, recipe: request.recipe, parameters });
  const recipe = training.recipes().find(({ name }) => name === request.recipe)!;
  const space = [...(request.space ?? spaceOf(recipe.parameters, parameters))];
  if (space.length === 0) throw new AppError('search.nothingToSearch', { recipe: recipe.name });
  const problem = spaceProblem(space, [...recipe.parameters, versionChoice(versions, version)]);
  if (problem) throw new AppError(problem.key, problem.parameters);
  const fixed = space.find(({ name }) => parameters[name] !== undefined);
  if (fixed) throw new AppError('search.alsoFixed', { parameter: fixed.name });
  const objectives = request.objectives ?? [mainObjective(recipe)];
  const constraints = request.constraints ?? [];
  for (const { metric } of [...objectives, ...constraints]) requireMetric(recipe, metric);
  return {
    version,
    recipe: recipe.name,
    parameters,
    space,
    objectives,
    constraints,
    sampler: request.sampler ?? SAMPLERS[0],
    earlyStopping: earlyStoppingOf(request, recipe, space),
    seed: request.seed ?? 1,
    parallel: request.parallel ?? 1,
  };
}

/** Its rungs follow from the epochs of the longest training, where they are not said. */
function earlyStoppingOf(
  { earlyStopping = { kind: 'none' }, parameters = {} }: SearchRequest,
  recipe: Recipe,
  space: SearchDefinition['space'],
): SearchDefinition['earlyStopping'] {
  if (!('factor' in earlyStopping)) return earlyStopping;
  const { kind, factor, first = firstRung(longestOf(recipe, parameters, space), factor) } = earlyStopping;
  return { kind, factor, first };
}

/** Epochs; 1 of a recipe that has none. */
function longestOf(recipe: Recipe, parameters: Parameters, space: SearchDefinition['space']): number {
  const searched = space.find(({ name }) => name === 'epochs');
  if (searched?.kind === 'number') return searched.to;
  if (searched) return Math.max(...searched.options.map(Number));
  const usual = recipe.parameters.find(({ name }) => name === 'epochs')?.default;
  return Number(parameters['epochs'] ?? usual ?? 1);
}

function versionChoice(versions: DefinitionParts['versions'], version: string): RecipeParameter {
  const own = versions.get({ version });
  return versionParameter(comparableVersions(own, versions.list({ dataset: own.dataset })));
}

function mainObjective({ task }: Recipe): SearchDefinition['objectives'][number] {
  const metric = `validation.${SEARCHED_METRICS[task][0]}`;
  return { metric, direction: isLowerBetter(metric) ? 'minimize' : 'maximize' };
}

function requireMetric(recipe: Recipe, metric: string): void {
  const measured = SEARCHED_METRICS[recipe.task].map((name) => `validation.${name}`);
  const metrics = [...measured, ...COSTS];
  if (metrics.includes(metric)) return;
  throw new AppError('search.noSuchMetric', { recipe: recipe.name, metric, metrics: metrics.join(', ') });
}
