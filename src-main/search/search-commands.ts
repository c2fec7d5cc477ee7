/** @file `lathe search`: searches at the command line. */
import type { Search, SearchEstimate, SearchSummary } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { importanceRows } from '../../src-shared/search/importance.ts';
import { importance } from '../../src-shared/statistics/index.ts';
import { VERSION_DIMENSION } from '../../src-shared/search/values.ts';
import { named, type Session } from '../platform/cli/session.ts';
import { clock, table } from '../platform/cli/terminal.ts';
import { requestOf, type SearchOptions } from './search-request.ts';

export async function listCommand({ client, terminal }: Session): Promise<void> {
  const searches = await client.search.list();
  const rows = searches.map((one) => [
    one.id,
    one.name,
    one.versionName,
    one.state,
    `${one.ended} of ${one.budget.trials}`,
    one.best === null
      ? ''
      : `${one.objective.metric} ${one.overSeeds ? meanInWords(one.overSeeds) : number(one.best.value)}`,
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

/** Of a search over seeds: the best of them says less than their mean. */
function meanInWords({ count, mean, interval }: NonNullable<SearchSummary['overSeeds']>): string {
  const range = interval ? `95 %: ${number(interval.low)} to ${number(interval.high)}` : 'all the same';
  return `${number(mean)} (mean of ${count} seeds, ${range})`;
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
      if (name === VERSION_DIMENSION) return search.versionNames[String(value)] ?? '';
      return typeof value === 'number' ? number(value) : String(value ?? '');
    }),
  ]);
  const best = search.best
    ? `Best: ${metric} ${number(search.best.value)} in trial ${search.best.trial} (run ${search.best.run}).`
    : 'No trial has a result that keeps every constraint yet.';
  const seeds = search.overSeeds ? [`Over seeds: ${metric} ${meanInWords(search.overSeeds)}.`] : [];
  const { ended, budget, seconds } = search;
  const head = `${search.name} (${search.id}): ${search.state}, ${ended} of ${budget.trials} trials, ${clock(seconds)}.`;
  terminal.result(
    search,
    [
      head,
      best,
      ...seeds,
      ...whatMatters(search),
      ...(rows.length > 0 ? ['', table(['trial', 'run', 'state', metric, ...names], rows)] : []),
    ].join('\n'),
  );
  if (search.state === 'failed') terminal.leaveWith(1);
}

/** Of the first objective, the most important parameters first; nothing before enough trials have finished. */
function whatMatters({ definition, all, objective }: Search): readonly string[] {
  const result = importance(importanceRows(definition.space, all, objective.metric), { trees: 32 });
  if (!result.applies) return [];
  const shares = definition.space
    .map(({ name }, at) => ({ name, share: result.alone[at]!.share }))
    .toSorted((a, b) => b.share - a.share)
    .map(({ name, share }) => `${name} ${Math.round(100 * share)} %`);
  return [`What matters for ${objective.metric} (functional ANOVA): ${shares.join(', ')}.`];
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
