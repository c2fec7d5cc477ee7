/** @file `lathe bisect`: bisections at the command line. */
import type { Bisection, BisectionSummary, BisectRequest } from '../../../src-shared/contract.ts';
import { batchText, estimateText, verdictText } from '../../../src-shared/search/bisect/words.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { BISECT_BY, type BisectBy } from '../../../src-shared/search/values.ts';
import { parameterPairs } from '../../platform/cli/arguments.ts';
import { named, versionNamed, type Session } from '../../platform/cli/session.ts';
import { clock, table } from '../../platform/cli/terminal.ts';

export interface BisectOptions {
  readonly good: string;
  readonly bad: string;
  readonly metric?: string;
  readonly recipe?: string;
  readonly set?: readonly string[];
  readonly by?: string;
  readonly seeds: number;
  readonly trainings: number;
  readonly name?: string;
  readonly queue?: boolean;
}

export async function listBisectionsCommand({ client, terminal }: Session): Promise<void> {
  const bisections = await client.bisections.list();
  const rows = bisections.map((one) => [
    one.id,
    one.name,
    one.state,
    `${one.measured} of ${one.trainings}`,
    one.metric,
    one.verdict?.kind ?? '',
  ]);
  const none = 'No bisections yet. Start one with “lathe bisect start --good V1 --bad V2”.';
  const text =
    rows.length === 0 ? none : table(['id', 'name', 'state', 'trainings', 'metric', 'verdict'], rows);
  terminal.result({ bisections }, text);
}

async function bisectionNamed(session: Session, given: string): Promise<BisectionSummary> {
  return named('bisection', given, await session.client.bisections.list());
}

export async function showBisectionCommand(session: Session, given: string): Promise<void> {
  const { id } = await bisectionNamed(session, given);
  report(session, await session.client.bisections.get({ bisection: id }));
}

export async function startBisectionCommand(session: Session, options: BisectOptions): Promise<void> {
  const { id } = await session.client.bisections.start(await requestOf(session, options));
  await followUnless(session, id, options.queue ?? false);
}

export async function continueBisectionCommand(
  session: Session,
  given: string,
  { trainings, seeds, queue = false }: { trainings?: number; seeds?: number; queue?: boolean },
): Promise<void> {
  const { id } = await bisectionNamed(session, given);
  const before = await session.client.bisections.get({ bisection: id });
  await session.client.bisections.continue({
    bisection: id,
    trainings: trainings ?? before.trainings,
    seeds: seeds ?? before.seeds,
  });
  await followUnless(session, id, queue);
}

export async function stopBisectionCommand(session: Session, given: string): Promise<void> {
  const { id, name } = await bisectionNamed(session, given);
  await session.client.search.stop({ id });
  session.terminal.result({ id }, `${name} is stopped.`);
}

async function requestOf(session: Session, options: BisectOptions): Promise<BisectRequest> {
  const [good, bad] = [await versionNamed(session, options.good), await versionNamed(session, options.bad)];
  const { recipe, parameters } = await session.client.training.propose({
    version: bad,
    ...(options.recipe === undefined ? {} : { recipe: options.recipe }),
  });
  const proposed = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
  return {
    good,
    bad,
    recipe,
    parameters: { ...proposed, ...parameterPairs(options.set ?? [], 'bisect start') },
    by: byOf(options.by),
    seeds: options.seeds,
    trainings: options.trainings,
    ...(options.metric === undefined ? {} : { metric: options.metric }),
    ...(options.name ? { name: options.name } : {}),
  };
}

function byOf(given: string | undefined): BisectBy[] {
  const names = (given ?? 'change,author,file,day').split(',').map((name) => name.trim());
  return names.map((name) => {
    const known = BISECT_BY.find((one) => one === name);
    if (known) return known;
    const why = `--by takes ${BISECT_BY.join(', ')}, not “${name}”.`;
    throw new AppError('house.usage', { why, command: 'bisect start' });
  });
}

async function followUnless(session: Session, id: string, queue: boolean): Promise<void> {
  const { client, terminal } = session;
  if (!queue) return report(session, await follow(session, id));
  const bisection = await client.bisections.get({ bisection: id });
  terminal.result(
    bisection,
    `${bisection.name} waits in the queue as ${id}. It goes on while the workbench is open.`,
  );
}

/** Follows a bisection until it is over, or the process is asked to end, which stops it. */
async function follow({ client, terminal }: Session, id: string): Promise<Bisection> {
  const leave = new AbortController();
  const interrupt = (): void => void client.search.stop({ id }).catch(() => undefined);
  process.once('SIGINT', interrupt);
  let told = 0;
  const read = async (): Promise<Bisection> => {
    const bisection = await client.bisections.get({ bisection: id });
    for (const { number, samples, seed, value, seconds } of bisection.all.slice(told)) {
      if (value === null) break;
      told = number;
      const what = samples === 0 ? 'the bad version' : `${samples} changes undone`;
      const took = clock(seconds);
      terminal.say(
        `Training ${number}, ${what}, seed ${seed}: ${bisection.metric} ${value.toPrecision(5)}, ${took}.`,
      );
    }
    return bisection;
  };
  const isOpen = ({ state }: Bisection): boolean => state === 'waiting' || state === 'running';
  const events = await client.events(undefined, { signal: leave.signal });
  try {
    let bisection = await read();
    if (!isOpen(bisection)) return bisection;
    for await (const event of events) {
      if (event.type === 'job' && event.job.state === 'running') terminal.progress(event.job);
      if (event.type !== 'changed' || event.what !== 'search') continue;
      bisection = await read();
      if (!isOpen(bisection)) return bisection;
    }
    throw new AppError('house.workbenchClosed');
  } finally {
    leave.abort();
    terminal.endProgress();
    process.off('SIGINT', interrupt);
  }
}

function report({ terminal }: Session, bisection: Bisection): void {
  const { name, id, state, measured, trainings, seconds, metric, drop, batches, all, verdict } = bisection;
  const lines = [`${name} (${id}): ${state}, ${measured} of ${trainings} trainings, ${clock(seconds)}.`];
  if (drop) lines.push(`${metric} got worse by ${estimateText(drop)}.`);
  if (verdict) lines.push(verdictText(bisection, verdict));
  const shown = verdict?.kind === 'noDrop' ? [] : (verdict?.batches ?? bisection.suspects);
  const listed = shown.map((place) => [
    batchText(batches[place]!),
    String(batches[place]!.contradicted ?? ''),
  ]);
  if (listed.length > 0) lines.push('', table(['batch', 'contradicted'], listed));
  const rows = all.map((one) => [
    String(one.number),
    `#${one.runNumber}`,
    one.state,
    String(one.samples),
    String(one.seed),
    one.value === null ? '' : one.value.toPrecision(5),
  ]);
  if (rows.length > 0) lines.push('', table(['training', 'run', 'state', 'undone', 'seed', metric], rows));
  terminal.result(bisection, lines.join('\n'));
  if (state === 'failed') terminal.leaveWith(1);
}
