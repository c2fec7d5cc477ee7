/** @file What the options of `lathe search start` ask for. */
import type { SearchRequest } from '../../src-shared/contract.ts';
import { isLowerBetter } from '../../src-shared/evaluation/metrics.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { dimensionOf, spaceOf, withConditions } from '../../src-shared/search/space.ts';
import { COSTS, VERSION_DIMENSION } from '../../src-shared/search/values.ts';
import { parameterPairs, parameterValue } from '../platform/cli/arguments.ts';
import { versionNamed, type Session } from '../platform/cli/session.ts';

export interface SearchOptions {
  readonly version: string;
  readonly recipe?: string;
  readonly trials: number;
  readonly minutes?: number;
  readonly range?: readonly string[];
  readonly among?: readonly string[];
  readonly versions?: readonly string[];
  readonly when?: readonly string[];
  readonly only?: boolean;
  readonly set?: readonly string[];
  readonly objective?: readonly string[];
  readonly constraint?: readonly string[];
  readonly sampler: NonNullable<SearchRequest['sampler']>;
  readonly stopEarly: string;
  readonly parallel: number;
  readonly seed: number;
  readonly name?: string;
  readonly estimate?: boolean;
  readonly queue?: boolean;
}

type Dimension = NonNullable<SearchRequest['space']>[number];

export async function requestOf(session: Session, options: SearchOptions): Promise<SearchRequest> {
  const version = await versionNamed(session, options.version);
  const { recipe, parameters: proposals } = await session.client.training.propose({
    version,
    ...(options.recipe === undefined ? {} : { recipe: options.recipe }),
  });
  const stated = parameterPairs(options.set ?? [], 'search start');
  const recipes = await session.client.training.recipes();
  const known = recipes.find(({ name }) => name === recipe)?.parameters ?? [];
  const own = [
    ...(options.range ?? []).map((text) => rangeOf(text, known)),
    ...(options.among ?? []).map(choicesOf),
  ];
  const isSearched = (name: string): boolean => own.some((one) => one.name === name);
  const proposed = proposals.filter(({ name }) => !isSearched(name)).map(({ name, value }) => [name, value]);
  const parameters = { ...Object.fromEntries(proposed), ...stated };
  const usual = options.only ? [] : spaceOf(known, parameters);
  const dimensions = [
    ...usual.filter(({ name }) => !isSearched(name)),
    ...own,
    ...(await versionsOf(session, options.versions ?? [])),
  ];
  const space = [...withConditions(dimensions.map(conditioned(options.when ?? [])), known)];
  return {
    version,
    recipe,
    parameters,
    space,
    ...(options.objective && { objectives: options.objective.map(objectiveOf) }),
    constraints: (options.constraint ?? []).map(constraintOf),
    sampler: options.sampler,
    earlyStopping: earlyStoppingOf(options.stopEarly),
    seed: options.seed,
    parallel: options.parallel,
    budget: { trials: options.trials, seconds: options.minutes === undefined ? null : options.minutes * 60 },
    ...(options.name ? { name: options.name } : {}),
  };
}

function usage(why: string): AppError {
  return new AppError('house.usage', { why, command: 'search start' });
}

/** `learningRate=1e-4:1e-1:log`; the scale is the recipe's own unless given. */
function rangeOf(text: string, known: Parameters<typeof spaceOf>[0]): Dimension {
  const [, name = '', from = '', to = '', scale] =
    /^([^=]+)=([^:]+):([^:]+)(?::(log|linear))?$/.exec(text) ?? [];
  const ends = [Number(from), Number(to)] as const;
  if (name === '' || !ends.every(Number.isFinite))
    throw usage(`--range takes name=from:to or name=from:to:log, not “${text}”.`);
  const parameter = known.find((one) => one.name === name);
  const usual = parameter && dimensionOf(parameter);
  const isLog =
    scale === undefined ? usual?.kind === 'number' && usual.scale === 'logarithmic' : scale === 'log';
  return {
    kind: 'number',
    name,
    from: ends[0],
    to: ends[1],
    scale: isLog ? 'logarithmic' : 'linear',
    integer: parameter?.kind === 'number' && parameter.integer,
    when: null,
  };
}

/** `optimizer=adam,sgd`. */
function choicesOf(text: string): Dimension {
  const [, name = '', options = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === '') throw usage(`--among takes name=a,b,c, not “${text}”.`);
  return { kind: 'choice', name, options: options.split(',').map(parameterValue), when: null };
}

async function versionsOf(session: Session, given: readonly string[]): Promise<readonly Dimension[]> {
  if (given.length === 0) return [];
  const options: string[] = [];
  for (const one of given) options.push(await versionNamed(session, one));
  return [{ kind: 'choice', name: VERSION_DIMENSION, options, when: null }];
}

/** `heads=network:transformer`, said of one of the dimensions. */
function conditioned(given: readonly string[]): (dimension: Dimension) => Dimension {
  const conditions = new Map(
    given.map((text) => {
      const [, name = '', parameter = '', values = ''] = /^([^=]+)=([^:]+):(.+)$/.exec(text) ?? [];
      if (name === '') throw usage(`--when takes name=other:value, not “${text}”.`);
      return [name, { parameter, isIn: values.split(',').map(parameterValue) }] as const;
    }),
  );
  return (dimension) => ({ ...dimension, when: conditions.get(dimension.name) ?? dimension.when });
}

const isCost = (metric: string): boolean => COSTS.some((cost) => cost === metric);

/** A metric's name as runs have it: `accuracy` is that of the validation split. */
const metricOf = (name: string): string => (isCost(name) || name.includes('.') ? name : `validation.${name}`);

function objectiveOf(text: string): NonNullable<SearchRequest['objectives']>[number] {
  const [, name = '', way] = /^(.+?)(?::(min|max))?$/.exec(text) ?? [];
  const metric = metricOf(name);
  const isLower = way === undefined ? isCost(metric) || isLowerBetter(metric) : way === 'min';
  return { metric, direction: isLower ? 'minimize' : 'maximize' };
}

function constraintOf(text: string): NonNullable<SearchRequest['constraints']>[number] {
  const [, name = '', comparison = '', bound = ''] = /^([^<>=]+)(<=|>=)(.+)$/.exec(text) ?? [];
  const value = Number(bound);
  if (name === '' || bound.trim() === '' || !Number.isFinite(value))
    throw usage(`--constraint takes metric<=number or metric>=number, not “${text}”.`);
  return { metric: metricOf(name.trim()), comparison: comparison === '<=' ? '<=' : '>=', value };
}

function earlyStoppingOf(rule: string): NonNullable<SearchRequest['earlyStopping']> {
  if (rule === 'median') return { kind: 'median', trials: 5, epochs: 1 };
  if (rule === 'asha') return { kind: 'asha', factor: 3 };
  if (rule === 'halving') return { kind: 'halving', factor: 3 };
  if (rule === 'none') return { kind: 'none' };
  throw usage(`--stop-early takes none, median, asha or halving, not “${rule}”.`);
}
