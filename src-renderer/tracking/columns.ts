/** @file The columns of the runs table: the fixed ones, then of each metric, parameter and tag. */
import type { RunChoices, TableRow } from '../../src-shared/contract.ts';
import {
  GROUP_KEYS,
  type GroupKey,
  columnPlace,
  numberOfPlace,
} from '../../src-shared/tracking/table/values.ts';
import type { Column } from '../ui/grid/columns.ts';
import { parseMetric } from '../../src-shared/evaluation/metrics.ts';
import type { App } from '../platform/app.svelte.ts';
import type { RecipeWords } from '../training/recipe-words.svelte.ts';

/** Results shown at first; the others can be chosen. */
const SHOWN = ['accuracy', 'macroF1', 'r2', 'perplexity', 'loss'].map((metric) => `validation.${metric}`);

/** Those shown at first come first, in their order. */
function placeOf(result: string): number {
  return SHOWN.includes(result) ? SHOWN.indexOf(result) : SHOWN.length;
}

/** Where no run has one of those, so many others are shown at first. */
const OTHERS_SHOWN = 3;

/** The results shown at first. @param results in their order */
function atFirst(results: readonly string[]): ReadonlySet<string> {
  const usual = results.filter((name) => SHOWN.includes(name));
  return new Set(usual.length > 0 ? usual : results.slice(0, OTHERS_SHOWN));
}

/** What of a curve can be a column beside its result. */
const ASPECTS = ['last', 'best', 'min', 'max'] as const;

export interface ColumnChoices extends Pick<RunChoices, 'results' | 'parameters' | 'tags'> {
  /** Values at steps, and smoothed ones, that were asked for: `step:100:loss`, `smoothed:0.9:loss`. */
  readonly places?: readonly string[];
  /** Columns that differ, where only those are to be shown; undefined for all that were chosen. */
  readonly differing?: ReadonlySet<string> | undefined;
}

/** @param choices what any run has */
export function runColumns(
  choices: ColumnChoices,
  { words, metrics }: Pick<App, 'words' | 'metrics'>,
  recipes: Pick<RecipeWords, 'parameter'>,
): readonly Column[] {
  const titles = words.runs.columns;
  const says = words.runs.table;
  const { differing } = choices;
  const results = choices.results.toSorted((a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b));
  const inSight = atFirst(differing ? results.filter((name) => differing.has(`result:${name}`)) : results);
  const alone = Map.groupBy(results, (name) => parseMetric(name).metric);
  // A metric of one split only needs no split in its title.
  const titleOf = (name: string) => {
    const { metric } = parseMetric(name);
    const isAlone = alone.get(metric)?.length === 1;
    return { title: isAlone ? metrics.title(metric) : metrics.onSplit(name), hint: metrics.onSplit(name) };
  };
  const number = (title: string) => ({ width: widthFor(title), align: 'end' as const });
  const aspect = (name: string, of: string) => {
    const { title, hint } = titleOf(name);
    return { title: says.aspect(title, of), hint: says.aspect(hint, of) };
  };
  const measured = (titles: { title: string; hint: string }) => ({ ...titles, ...number(titles.title) });
  const places = (choices.places ?? []).flatMap((id) => {
    const place = columnPlace(id);
    if (place?.kind !== 'place') return [];
    const said = says[place.aspect.startsWith('step:') ? 'atStep' : 'smoothed'](numberOfPlace(place.aspect));
    return [{ id, ...measured(aspect(place.name, said)), hidden: true }];
  });
  /** Where only columns are shown in which runs differ, any other of its kind is not there. */
  const varied = (column: Column): Column[] => (!differing || differing.has(column.id) ? [column] : []);
  const named = [
    ...choices.parameters.flatMap((name) =>
      varied({
        id: `parameter:${name}`,
        title: recipes.parameter(name),
        hint: says.parameter(name),
        ...number(recipes.parameter(name)),
        hidden: !differing,
      }),
    ),
    ...choices.tags.flatMap((name) =>
      varied({ id: `tag:${name}`, title: name, hint: says.tag(name), width: 128, hidden: !differing }),
    ),
  ];
  const columns: readonly Column[] = [
    { id: 'number', title: titles.number, width: 76, align: 'end' },
    { id: 'name', title: titles.name, width: 'rest' },
    ...varied({ id: 'state', title: titles.state, width: 128 }),
    ...results.flatMap((name) =>
      varied({ id: `result:${name}`, ...measured(titleOf(name)), hidden: !inSight.has(name) }),
    ),
    // Beside what was measured, where they are asked for.
    ...(differing ? named : []),
    ...varied({ id: 'version', title: titles.version, width: 128 }),
    ...varied({ id: 'experiment', title: titles.experiment, width: 160, hidden: true }),
    { id: 'duration', title: titles.duration, width: 84, align: 'end' },
    { id: 'started', title: titles.started, width: 120 },
    ...varied({ id: 'startedBy', title: titles.startedBy, width: 96, hidden: true }),
    ...varied({ id: 'recipe', title: titles.recipe, width: 200, hidden: true }),
    ...varied({ id: 'weights', title: titles.weights, width: 96, hidden: true }),
    ...(differing ? [] : named),
    ...places,
    ...results.flatMap((name) =>
      ASPECTS.map((of) => ({
        id: `${of}:${name}`,
        ...measured(aspect(name, says.aspects[of])),
        hidden: true,
      })),
    ),
  ];
  return columns.map((column) => ({ ...column, sortable: true }));
}

/** What a key of groups is called. @param titles of what every run has */
export function groupTitle(
  key: GroupKey,
  titles: Readonly<Record<(typeof GROUP_KEYS)[number], string>>,
  recipes: Pick<RecipeWords, 'parameter'>,
): string {
  const fixed = GROUP_KEYS.find((known) => known === key);
  if (fixed) return titles[fixed];
  const name = key.slice(key.indexOf(':') + 1);
  return key.startsWith('parameter:') ? recipes.parameter(name) : name;
}

const NARROW = 112;
const WIDE = 208;

/** So wide that the title can be read, within bounds: pixels of letters, twice as wide in Chinese, beside padding and the arrow. */
function widthFor(title: string): number {
  const letters = Array.from(title).reduce((sum, letter) => sum + (letter > '\u2e80' ? 12.5 : 6.1), 0);
  return Math.min(WIDE, Math.max(NARROW, Math.ceil(letters) + 38));
}

/** The columns of groups: what they have in common, how many runs, and what is shown of runs by name. */
export function groupColumns(
  shown: readonly Column[],
  keys: readonly { readonly id: string; readonly title: string }[],
  runs: string,
): readonly Column[] {
  const isKey = (id: string): boolean => keys.some((key) => key.id === id);
  const named = shown.filter(({ id }) => columnPlace(id)?.kind !== 'fixed' && !isKey(id));
  return [
    ...keys.map(({ title }, i) => ({ id: `key:${i}`, title, width: i === 0 ? ('rest' as const) : 160 })),
    { id: 'runs', title: runs, width: 80, align: 'end' as const, sortable: true },
    ...named.map((column) => ({
      ...column,
      hidden: false,
      width: metricOf(column.id) === undefined ? Math.max(128, Number(column.width) || 0) : 272,
    })),
  ];
}

/** The name of the parameter that a column shows; undefined for the other columns. */
export function parameterOf(column: string): string | undefined {
  const place = columnPlace(column);
  return place?.kind === 'parameter' ? place.name : undefined;
}

/** The metric that a column shows, as metrics are written; undefined for the other columns. */
export function metricOf(column: string): string | undefined {
  const place = columnPlace(column);
  const isMetric = place && place.kind !== 'fixed' && place.kind !== 'parameter' && place.kind !== 'tag';
  return isMetric ? place.name : undefined;
}

/** What a column by name shows; null when there is nothing, undefined for the columns that every run has. */
export function valueIn(
  row: Pick<TableRow, 'cells'>,
  column: string,
): number | string | boolean | null | undefined {
  return columnPlace(column)?.kind === 'fixed' ? undefined : (row.cells[column] ?? null);
}
