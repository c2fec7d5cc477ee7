/** @file Runs that differ by nothing but the seed, and how groups of them compare: for the window and the command line. */
import {
  type Mean,
  type Outcome,
  type PairedT,
  type Wilcoxon,
  holm,
  meanInterval,
  pairedT,
  wilcoxon,
} from '../statistics/index.ts';

type Value = number | string | boolean;

/** What is asked of a run. */
export interface ComparedRun {
  readonly id: string;
  readonly experiment: string;
  /** The program that logged it; empty where nobody said. */
  readonly source: string;
  readonly recipe: string | null;
  readonly version: string | null;
  readonly parameters: Readonly<Record<string, Value>>;
  readonly summary: Readonly<Record<string, number>>;
}

export interface SeedGroup<Run extends ComparedRun = ComparedRun> {
  /** The same for the same experiment, program, recipe, version and parameters. */
  readonly key: string;
  /** In the order in which they came. */
  readonly runs: readonly Run[];
}

/** What frameworks call the seed. */
const SEEDS = new Set(['seed', 'random_seed', 'randomSeed', 'random_state']);

export const isSeed = (parameter: string): boolean =>
  SEEDS.has(parameter.slice(parameter.lastIndexOf('.') + 1));

/** The seed of a run as text; undefined where it has none. */
export function seedOf({ parameters }: ComparedRun): string | undefined {
  const name = Object.keys(parameters).find(isSeed);
  return name === undefined ? undefined : String(parameters[name]);
}

/** Runs in groups of everything but the seed, in order of first appearance. */
export function seedGroups<Run extends ComparedRun>(runs: readonly Run[]): readonly SeedGroup<Run>[] {
  return [...Map.groupBy(runs, keyOf)].map(([key, members]) => ({ key, runs: members }));
}

function keyOf({ experiment, source, recipe, version, parameters }: ComparedRun): string {
  const rest = Object.entries(parameters).filter(([name]) => !isSeed(name));
  const inOrder = rest.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([experiment, programOf(source), recipe, version, inOrder]);
}

/** A word that names a script, e.g. `train.py`. */
const SCRIPT =
  /^[^-].*\.(?:py|pyw|ipynb|sh|bash|ps1|bat|[cm]?[jt]s|r|jl|rb|pl|lua|php|jar|m|go|kts?|scala)$/iu;

/**
 * The program in what a run was logged by, which may be a whole command with the seed in it: the first word that names a
 * script, or the module after `-m`, else the first word; without folders.
 */
export function programOf(source: string): string {
  const words = source.trim().split(/\s+/u);
  const ofModule = words.indexOf('-m');
  const script = words.find((word) => SCRIPT.test(word));
  const program = (ofModule > 0 ? words[ofModule + 1] : undefined) ?? script ?? words[0] ?? '';
  return program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
}

/** The results of a group by seed; of runs with the same seed the first counts, as the others only repeat it. */
function bySeed({ runs }: SeedGroup, metric: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const run of runs) {
    const value = run.summary[metric];
    const seed = seedOf(run) ?? run.id;
    if (value !== undefined && !values.has(seed)) values.set(seed, value);
  }
  return values;
}

/** The mean of a metric over the seeds of a group, with its interval. */
export function overSeeds(
  group: SeedGroup,
  metric: string,
): Outcome<Mean> & { readonly values: readonly number[] } {
  const values = [...bySeed(group, metric).values()];
  return { ...meanInterval(values), values };
}

export interface GroupComparison<Run extends ComparedRun = ComparedRun> {
  readonly group: SeedGroup<Run>;
  readonly isBaseline: boolean;
  /** Over all seeds of the group. */
  readonly mean: Outcome<Mean> & { readonly values: readonly number[] };
  /** Seeds that the baseline's group has too. */
  readonly pairs: number;
  /** Against the baseline, over the same seeds; null for the baseline itself. */
  readonly t: Outcome<PairedT> | null;
  readonly wilcoxon: Outcome<Wilcoxon> | null;
  /** p of the paired t test, corrected for the number of groups (Holm); null where that does not apply. */
  readonly corrected: number | null;
}

/** Every group beside that of the baseline, by one metric. */
export function compareGroups<Run extends ComparedRun>(
  groups: readonly SeedGroup<Run>[],
  { baseline, metric }: { readonly baseline: string; readonly metric: string },
): readonly GroupComparison<Run>[] {
  const against = groups.find(({ runs }) => runs.some(({ id }) => id === baseline)) ?? groups[0];
  if (!against) return [];
  const known = bySeed(against, metric);
  const rows = groups.map((group) => {
    const isBaseline = group === against;
    const own = bySeed(group, metric);
    const pairs = [...own].flatMap(([seed, value]): [number, number][] => {
      const other = known.get(seed);
      return other === undefined ? [] : [[other, value]];
    });
    return {
      group,
      isBaseline,
      mean: overSeeds(group, metric),
      pairs: pairs.length,
      t: isBaseline ? null : pairedT(pairs),
      wilcoxon: isBaseline ? null : wilcoxon(pairs),
    };
  });
  const corrected = holm(rows.flatMap(({ t }) => (t?.applies ? [t.p] : [])));
  let next = 0;
  return rows.map((row) => ({ ...row, corrected: row.t?.applies ? corrected[next++]! : null }));
}
