/** @file What the columns of a table of measurements are for. */

/** What a table has: a row for each point, one for each step, or one for each run. */
export type TableForm = 'long' | 'wide' | 'runs';

/** Columns by what is in them; undefined where there is none. */
export interface TableColumns {
  readonly form: TableForm;
  readonly run: number | undefined;
  readonly name: number | undefined;
  readonly experiment: number | undefined;
  readonly metric: number | undefined;
  readonly value: number | undefined;
  readonly step: number | undefined;
  readonly epoch: number | undefined;
  readonly time: number | undefined;
  readonly state: number | undefined;
  readonly started: number | undefined;
  readonly ended: number | undefined;
  readonly note: number | undefined;
  readonly parent: number | undefined;
  /** Each column that is a metric, a parameter or a tag, by its name. */
  readonly metrics: readonly (readonly [name: string, at: number])[];
  readonly parameters: readonly (readonly [name: string, at: number])[];
  readonly tags: readonly (readonly [name: string, at: number])[];
}

/** Names of columns as programs write them, in small letters without spaces, `_` and `-`. */
const KNOWN = {
  run: ['runid', 'run', 'runname', 'runuuid'],
  name: ['name', 'runname', 'displayname'],
  experiment: ['experiment', 'experimentname', 'project', 'experimentid'],
  metric: ['metric', 'metricname', 'tag', 'key'],
  value: ['value', 'metricvalue'],
  step: ['step', 'globalstep', 'iteration', 'steps'],
  epoch: ['epoch'],
  time: ['time', 'walltime', 'timestamp'],
  state: ['state', 'status'],
  started: ['started', 'starttime', 'startedat', 'created'],
  ended: ['ended', 'endtime', 'endedat'],
  note: ['note', 'notes'],
  parent: ['parent', 'parentrunid'],
} as const;

const plain = (header: string): string => header.toLowerCase().replace(/^_+|[\s_-]+/g, '');

const PREFIXES = {
  parameters: /^(?:params?|parameters?|config)[./]/i,
  metrics: /^metrics?[./]/i,
  tags: /^tags?[./]/i,
};

/** The table's form by its headers; null where it is none of these. */
export function tableColumnsOf(headers: readonly string[]): TableColumns | null {
  const plains = headers.map(plain);
  const taken = new Set<number>();
  const find = (names: readonly string[]): number | undefined => {
    for (const name of names) {
      const at = plains.indexOf(name);
      if (at >= 0 && !taken.has(at)) {
        taken.add(at);
        return at;
      }
    }
    return undefined;
  };
  const prefixed = (pattern: RegExp): [string, number][] =>
    headers.flatMap((header, at): [string, number][] =>
      pattern.test(header) ? [[header.replace(pattern, ''), at]] : [],
    );
  const [parameters, tags, own] = [PREFIXES.parameters, PREFIXES.tags, PREFIXES.metrics].map(prefixed);
  for (const [, at] of [...parameters!, ...tags!, ...own!]) taken.add(at);
  const [run, name] = [find(KNOWN.run), find(KNOWN.name)];
  const [metric, value] = [find(KNOWN.metric), find(KNOWN.value)];
  const [step, epoch, time] = [find(KNOWN.step), find(KNOWN.epoch), find(KNOWN.time)];
  const isLong = value !== undefined && (metric !== undefined || step !== undefined || time !== undefined);
  const isRuns = !isLong && step === undefined && (own!.length > 0 || parameters!.length > 0);
  const isWide = !isLong && !isRuns && (step !== undefined || epoch !== undefined);
  if (!isLong && !isRuns && !isWide) return null;
  const others = {
    experiment: find(KNOWN.experiment),
    state: find(KNOWN.state),
    started: find(KNOWN.started),
    ended: find(KNOWN.ended),
    note: find(KNOWN.note),
    parent: find(KNOWN.parent),
  };
  const rest = headers.flatMap((header, at): [string, number][] => (taken.has(at) ? [] : [[header, at]]));
  return {
    form: isLong ? 'long' : isRuns ? 'runs' : 'wide',
    run,
    name,
    metric,
    value,
    step,
    epoch,
    time,
    ...others,
    metrics: isWide ? [...own!, ...rest] : own!,
    parameters: parameters!,
    tags: tags!,
  };
}
