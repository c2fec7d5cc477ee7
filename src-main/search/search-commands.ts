/** @file `lathe search`: searches at the command line. */
import type { Search, SearchEstimate, SearchRequest, SearchSummary } from '../../src-shared/contract.ts';
import { isLowerBetter } from '../../src-shared/evaluation/metrics.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { dimensionOf, spaceOf } from '../../src-shared/search/space.ts';
import { COSTS } from '../../src-shared/search/values.ts';
import { parameterPairs, parameterValue } from '../platform/cli/arguments.ts';
import { named, versionNamed, type Session } from '../platform/cli/session.ts';
import { clock, table } from '../platform/cli/terminal.ts';

export interface SearchOptions {
  readonly version: string;
  readonly recipe?: string;
  readonly trials: number;
  readonly minutes?: number;
  readonly range?: readonly string[];
  readonly among?: readonly string[];
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

export async function listCommand({ client, terminal }: Session): Promise<void> {
  const searches = await client.search.list();
  const rows = searches.map((one) => [
    one.id,
    one.name,
    one.versionName,
    one.state,
    `${one.ended} of ${one.budget.trials}`,
    one.best === null ? '' : `${one.objective.metric} ${number(one.best.value)}`,
  ]);
  const none = 'No searches yet. Start one with “lathe search start --version V”.';
  const text = rows.length === 0 ? none : table(['id', 'name', 'version', 'state', 'trials', 'best'], rows);
  terminal.result({ searches }, text);
}

export async function searchNamed(session: Session, given: string): Promise<SearchSummary> {
  return named('search', given, await session.client.search.list());
}

export async function showCommand(session: Session, given: string): Promise<void> {
  const { id } = await searchNamed(session, given);
  report(session, await session.client.search.get({ search: id }));
}

export async function continueCommand(
  session: Session,
  given: string,
  { trials, queue = false }: { trials: number; queue?: boolean },
): Promise<void> {
  const { id } = await searchNamed(session, given);
  await session.client.search.continue({ search: id, trials });
  await followUnless(session, id, queue);
}

export async function startCommand(session: Session, options: SearchOptions): Promise<void> {
  const request = await requestOf(session, options);
  const { client, terminal } = session;
  if (options.estimate) {
    const estimate = await client.search.estimate(request);
    return terminal.result(estimate, inWords(estimate));
  }
  const { id } = await client.search.start(request);
  await followUnless(session, id, options.queue ?? false);
}

async function followUnless(session: Session, id: string, queue: boolean): Promise<void> {
  const { client, terminal } = session;
  if (!queue) return report(session, await follow(session, id));
  const search = await client.search.get({ search: id });
  terminal.result(
    search,
    `${search.name} waits in the queue as ${id}. It goes on while the workbench is open.`,
  );
}

/** Follows a search until it waits, runs no more, or the process is asked to end, which stops it. */
async function follow({ client, terminal }: Session, id: string): Promise<Search> {
  const leave = new AbortController();
  const interrupt = (): void => void client.search.stop({ id }).catch(() => undefined);
  process.once('SIGINT', interrupt);
  let told = 0;
  const read = async (): Promise<Search> => {
    const search = await client.search.get({ search: id });
    for (const { number: trial, state, measured, seconds } of search.all.slice(told)) {
      if (state === 'running') break;
      told = trial;
      const { metric } = search.objective;
      const value = measured[metric] === undefined ? 'no result' : `${metric} ${number(measured[metric])}`;
      terminal.say(`Trial ${trial} of ${search.budget.trials}: ${state}, ${value}, ${clock(seconds)}.`);
    }
    return search;
  };
  const isOpen = ({ state, all }: Search): boolean =>
    state === 'waiting' || state === 'running' || all.some((one) => one.state === 'running');
  const events = await client.events(undefined, { signal: leave.signal });
  try {
    let search = await read();
    if (!isOpen(search)) return search;
    for await (const event of events) {
      if (event.type === 'job' && event.job.state === 'running') terminal.progress(event.job);
      if (event.type !== 'changed' || event.what !== 'search') continue;
      search = await read();
      if (!isOpen(search)) return search;
    }
    throw new AppError('house.workbenchClosed');
  } finally {
    leave.abort();
    terminal.endProgress();
    process.off('SIGINT', interrupt);
  }
}

async function requestOf(session: Session, options: SearchOptions): Promise<SearchRequest> {
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
  const usual = options.only ? [] : spaceOf(known);
  const space = [...usual.filter(({ name }) => !isSearched(name) && parameters[name] === undefined), ...own];
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
  if (rule === 'asha') return { kind: 'asha', first: 1, factor: 3 };
  if (rule === 'none') return { kind: 'none' };
  throw usage(`--stop-early takes none, median or asha, not “${rule}”.`);
}

const number = (value: number): string => String(Number(value.toPrecision(5)));

function report({ terminal }: Session, search: Search): void {
  const { metric } = search.objective;
  const names = search.definition.space.map(({ name }) => name);
  const rows = search.all.map(({ number: trial, runNumber, state, values, measured, best }) => [
    `${trial}${best ? '*' : ''}`,
    `#${runNumber}`,
    state,
    measured[metric] === undefined ? '' : number(measured[metric]),
    ...names.map((name) => {
      const value = values[name];
      return typeof value === 'number' ? number(value) : String(value ?? '');
    }),
  ]);
  const best = search.best
    ? `Best: ${metric} ${number(search.best.value)} in trial ${search.best.trial} (run ${search.best.run}).`
    : 'No trial has a result that keeps every constraint yet.';
  const { ended, budget, seconds } = search;
  const head = `${search.name} (${search.id}): ${search.state}, ${ended} of ${budget.trials} trials, ${clock(seconds)}.`;
  terminal.result(
    search,
    [
      head,
      best,
      ...(rows.length > 0 ? ['', table(['trial', 'run', 'state', metric, ...names], rows)] : []),
    ].join('\n'),
  );
  if (search.state === 'failed') terminal.leaveWith(1);
}

function inWords({
  secondsPerTrial,
  source,
  runs,
  seconds,
  memory,
  parallel,
  disk,
  fits,
}: SearchEstimate): string {
  const mega = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
  const lines = [fits ? 'It will fit.' : 'It will not fit.'];
  if (seconds && secondsPerTrial) {
    const from = source === 'runs' ? `from ${runs} runs` : 'from a measured step';
    lines.push(
      `Time: ${clock(seconds.low)} to ${clock(seconds.high)} (${clock(secondsPerTrial.likely)} a trial, ${from}).`,
    );
  }
  if (memory)
    lines.push(
      `Memory: ${mega(memory.bytes)} a trial of ${mega(memory.together)}; ${parallel ?? 1} trials fit at once.`,
    );
  const need = disk.bytes === null ? 'not known before a first run' : mega(disk.bytes);
  lines.push(`Disk: ${need}; ${mega(disk.free)} are free.`);
  return lines.join('\n');
}
