/** @file `lathe runs`: list, show, compare, follow and remove. */
import type {
  Client,
  MetricSummary,
  MetricValue,
  Run,
  RunListRequest,
  RunParameter,
  Shelf,
  TableRow,
} from '../../src-shared/contract.ts';
import { metricTitle } from '../../src-shared/evaluation/metrics.ts';
import { AppError, fromWire, isWireError } from '../../src-shared/platform/errors.ts';
import { type RunColumn, isRunColumn } from '../../src-shared/tracking/table/values.ts';
import { SHELVES } from '../../src-shared/tracking/values.ts';
import { named, type Session } from '../platform/cli/session.ts';
import { clock, percent, table } from '../platform/cli/terminal.ts';

/** The last lines of a run that went wrong. */
const LAST_LINES = 10;
/** Rows of a comparison, and parameters of a run. */
const MOST_ROWS = 200;

export interface ListOptions {
  readonly limit: number;
  readonly experiment?: string;
  readonly tag?: string;
  readonly starred?: boolean;
  readonly shelf?: string;
  readonly filter?: string;
  readonly column?: readonly string[];
  readonly sort?: string;
  readonly descending?: boolean;
}

/** A run by its id, its number (`12`, `#12`) or its name, wherever it is kept. @throws AppError `house.notFound` … */
export async function runNamed({ client }: Session, given: string): Promise<Run> {
  const [withId] = (await client.runs.list({ filters: { ids: [given] }, limit: 1 })).items;
  if (withId) return withId;
  const [, digits] = /^#?(\d+)$/.exec(given) ?? [];
  const search = digits === undefined ? given : `#${digits} `;
  const { items } = await client.runs.list({ search, limit: 1000, filters: { shelf: 'all' } });
  const numbered = items.find(({ number }) => String(number) === digits);
  return numbered ?? named('run', given, items);
}

function shelfOf(given: string | undefined): Shelf {
  const shelf = SHELVES.find((one) => one === (given ?? 'active'));
  if (shelf) return shelf;
  throw new AppError('house.usage', { why: `--shelf is one of ${SHELVES.join(', ')}.`, command: 'runs ls' });
}

export async function runsCommand({ client, terminal }: Session, options: ListOptions): Promise<void> {
  const { limit, experiment, tag, starred, filter = '' } = options;
  const filters = {
    ...(starred && { starred }),
    ...(tag !== undefined && { tag: tagOf(tag) }),
    shelf: shelfOf(options.shelf),
  };
  const inside = experiment === undefined ? {} : { experiment: await experimentNamed(client, experiment) };
  const columns = (options.column ?? []).map(columnNamed);
  const sort =
    options.sort === undefined
      ? null
      : { column: columnNamed(options.sort), descending: options.descending === true };
  const asked = { offset: 0, limit, filter, sort, filters: { ...filters, ...inside } };
  const { items, total } = await client.runs.list(asked);
  const cells = await cellsOf(client, { ...asked, columns });
  const rows = items.map((run) => [
    run.number,
    run.id,
    run.starred ? `${run.name} *` : run.name,
    run.state,
    run.versionName ?? run.experimentName,
    run.summary['validation.accuracy'] === undefined ? '' : percent(run.summary['validation.accuracy']),
    clock(run.seconds),
    ...columns.map((column) => shown(cells.get(run.id)?.[column])),
  ]);
  terminal.result(
    {
      runs: columns.length === 0 ? items : items.map((run) => ({ ...run, cells: cells.get(run.id) ?? {} })),
      total,
    },
    total === 0
      ? filter !== ''
        ? 'No run passes the filter.'
        : 'No runs. Start one with “lathe train --version V”, or log one with “lathe log -- PROGRAM”.'
      : table(['#', 'run', 'name', 'state', 'version', 'validation accuracy', 'time', ...columns], rows),
  );
}

/** @throws AppError `house.usage` */
function columnNamed(column: string): RunColumn {
  if (isRunColumn(column)) return column;
  throw new AppError('house.usage', {
    why: `“${column}” is no column. Columns are e.g. number, result:loss, min:loss, step:100:loss, smoothed:0.9:loss, parameter:lr, tag:lang.`,
    command: 'runs ls',
  });
}

/** What runs have in columns, by their ids. */
async function cellsOf(
  client: Client,
  asked: Partial<RunListRequest> & { readonly columns: RunColumn[] },
): Promise<ReadonlyMap<string, TableRow['cells']>> {
  if (asked.columns.length === 0) return new Map();
  const { items } = await client.runTable.rows(asked);
  return new Map(items.map(({ id, cells }) => [id, cells]));
}

function tagOf(text: string): { name: string; value?: string } {
  const [name = '', ...value] = text.split('=');
  return value.length === 0 ? { name } : { name, value: value.join('=') };
}

async function experimentNamed(client: Client, given: string): Promise<string> {
  return named('experiment', given, await client.experiments.list({ shelf: 'all' })).id;
}

const shown = (value: MetricValue | RunParameter['value'] | null | undefined): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value);
};

export async function showCommand(session: Session, given: string): Promise<void> {
  const { client, terminal } = session;
  const run = await runNamed(session, given);
  const [metrics, parameters, log] = await Promise.all([
    client.runs.metrics({ run: run.id }),
    client.runs.parameters({ run: run.id, limit: MOST_ROWS }),
    client.runs.log({ run: run.id }),
  ]);
  const wentWrong = run.state === 'crashed' || run.state === 'failed' || run.state === 'interrupted';
  const last = wentWrong ? log.slice(-LAST_LINES) : [];
  const left = parameters.total - parameters.items.length;
  terminal.result(
    { run, metrics, parameters: parameters.items, log: last },
    [
      `#${run.number} ${run.name} (${run.id})`,
      `${run.state} · ${run.origin} · ${run.experimentName} · ${clock(run.seconds)} · started ${run.startedAt} by ${run.startedBy}`,
      ...(run.source === '' ? [] : [`source: ${run.source} ${run.sourceVersion}`.trimEnd()]),
      ...Object.entries(run.tags).map(([name, value]) => `tag ${name} = ${value}`),
      ...(run.error !== null && isWireError(run.error)
        ? [`${fromWire(run.error).message} ${fromWire(run.error).hint}`]
        : []),
      ...(run.note === '' ? [] : ['', run.note]),
      ...(parameters.items.length === 0
        ? []
        : [
            '',
            table(
              ['parameter', 'value'],
              parameters.items.map(({ name, value }) => [name, shown(value)]),
            ),
          ]),
      ...(left > 0 ? [`… and ${left} more`] : []),
      ...(metrics.length === 0 ? [] : ['', metricTable(metrics)]),
      ...(last.length === 0 ? [] : ['', 'Last lines:', ...last.map(({ line }) => `  ${line}`)]),
    ].join('\n'),
  );
}

function metricTable(metrics: readonly MetricSummary[]): string {
  const rows = metrics.map(({ metric, count, last, min, max, best, bestStep }) => [
    metricTitle(metric).en,
    count,
    shown(last),
    shown(min),
    shown(max),
    best === null ? '' : `${shown(best)} (step ${bestStep})`,
  ]);
  return table(['metric', 'points', 'last', 'min', 'max', 'best'], rows);
}

/** What differs between runs: parameters, and the best or last value of each metric, beside what the first run has. */
export async function compareCommand(session: Session, given: readonly string[]): Promise<void> {
  const { client, terminal } = session;
  const runs = await Promise.all(given.map((one) => runNamed(session, one)));
  const summaries = await Promise.all(runs.map(({ id }) => client.runs.metrics({ run: id })));
  const metrics = runs.map((_, i) => new Map(summaries[i]!.map((one) => [one.metric, one.best ?? one.last])));
  const parameters = runs.map((run) => new Map(Object.entries(run.parameters)));
  const header = ['', ...runs.map(({ number, name }) => `#${number} ${name}`)];
  const differing = rowsOf(parameters).filter((row) => new Set(row.slice(1)).size > 1);
  const measured = rowsOf(metrics).filter(([metric]) => !metric!.startsWith('system/'));
  terminal.result(
    {
      runs: runs.map(({ id }) => id),
      parameters: parameters.map((one) => Object.fromEntries(one)),
      metrics: metrics.map((one) => Object.fromEntries(one)),
    },
    [
      table(header, [
        ['state', ...runs.map(({ state }) => state)],
        ['time', ...runs.map(({ seconds }) => clock(seconds))],
        ...measured.slice(0, MOST_ROWS),
      ]),
      '',
      differing.length === 0
        ? 'Their parameters are the same.'
        : table(['parameter', ...header.slice(1)], differing.slice(0, MOST_ROWS)),
    ].join('\n'),
  );
}

function rowsOf(columns: readonly ReadonlyMap<string, MetricValue | RunParameter['value']>[]): string[][] {
  const names = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort();
  return names.map((name) => [name, ...columns.map((column) => shown(column.get(name)))]);
}

/** The last lines of a run, and what follows until it ends. */
export async function tailCommand(
  session: Session,
  given: string,
  { lines }: { lines: number },
): Promise<void> {
  const { client, terminal } = session;
  const { id } = await runNamed(session, given);
  const leave = new AbortController();
  const events = await client.events(undefined, { signal: leave.signal });
  const say = (line: string): void => (terminal.json ? undefined : terminal.line(line));
  try {
    const log = await client.runs.log({ run: id });
    for (const { line } of log.slice(-lines)) say(line);
    const isOver = async (): Promise<boolean> => (await client.runs.get({ run: id })).state !== 'running';
    if (!(await isOver()))
      for await (const event of events) {
        if (event.type === 'log' && event.run === id) say(event.line);
        if (event.type === 'changed' && event.what === 'runs' && event.id === id && (await isOver())) break;
      }
    const run = await client.runs.get({ run: id });
    terminal.result({ run: id, state: run.state }, `#${run.number} ${run.state}`);
  } finally {
    leave.abort();
  }
}

export async function removeCommand(
  session: Session,
  given: readonly string[],
  { restore, forGood }: { restore?: boolean; forGood?: boolean },
): Promise<void> {
  const { client, terminal } = session;
  const runs = await Promise.all(given.map(async (one) => (await runNamed(session, one)).id));
  await client.runs.keep({ runs, trashed: !restore });
  if (forGood && !restore) await client.runs.purge({ runs });
  const done = restore
    ? 'restored'
    : forGood
      ? 'deleted for good'
      : 'moved to the trash; --restore brings them back';
  terminal.result({ runs }, `${runs.length === 1 ? '1 run' : `${runs.length} runs`} ${done}.`);
}

export async function runLogCommand(session: Session, given: string): Promise<void> {
  const { id: run } = await runNamed(session, given);
  const lines = await session.client.runs.log({ run });
  const text = lines.map(
    ({ at, line, level }) => `${at}  ${level === 'info' ? '' : `${level.toUpperCase()}  `}${line}`,
  );
  session.terminal.result(
    { run, log: lines },
    lines.length === 0 ? 'The log of this run is empty.' : text.join('\n'),
  );
}
