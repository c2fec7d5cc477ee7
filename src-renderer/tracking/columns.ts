/** @file The columns of the runs table: the fixed ones, then a column for each result and each parameter. */
import type { Run, RunChoices } from '../../src-shared/contract.ts';
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

const RESULT = 'result:';
const PARAMETER = 'parameter:';

/** @param choices the results and parameters that any run has */
export function runColumns(
  choices: Pick<RunChoices, 'results' | 'parameters'>,
  { words, metrics }: Pick<App, 'words' | 'metrics'>,
  recipes: Pick<RecipeWords, 'parameter'>,
): readonly Column[] {
  const titles = words.runs.columns;
  const results = choices.results.toSorted((a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b));
  // A metric of one split only needs no split in its title.
  const titleOf = (name: string) => {
    const { metric } = parseMetric(name);
    const alone = results.filter((other) => parseMetric(other).metric === metric).length === 1;
    return { title: alone ? metrics.title(metric) : metrics.onSplit(name), hint: metrics.onSplit(name) };
  };
  const columns: readonly Column[] = [
    { id: 'number', title: titles.number, width: 64, align: 'end' },
    { id: 'name', title: titles.name, width: 'rest' },
    { id: 'state', title: titles.state, width: 104 },
    ...results.map((name) => ({
      id: RESULT + name,
      ...titleOf(name),
      width: 112,
      align: 'end' as const,
      hidden: !SHOWN.includes(name),
    })),
    { id: 'version', title: titles.version, width: 160 },
    { id: 'experiment', title: titles.experiment, width: 160, hidden: true },
    { id: 'duration', title: titles.duration, width: 104, align: 'end' },
    { id: 'started', title: titles.started, width: 136 },
    { id: 'startedBy', title: titles.startedBy, width: 96, hidden: true },
    { id: 'recipe', title: titles.recipe, width: 200, hidden: true },
    { id: 'weights', title: titles.weights, width: 96, hidden: true },
    ...choices.parameters.map((name) => ({
      id: PARAMETER + name,
      title: recipes.parameter(name),
      width: 112,
      align: 'end' as const,
      hidden: true,
    })),
  ];
  return columns.map((column) => ({ ...column, sortable: true }));
}

/** The name of the parameter that a column shows; undefined for the other columns. */
export function parameterOf(column: string): string | undefined {
  return column.startsWith(PARAMETER) ? column.slice(PARAMETER.length) : undefined;
}

/** What a result or parameter column shows; null when there is nothing, undefined for the other columns. */
export function valueIn(run: Run, column: string): number | string | boolean | null | undefined {
  if (column.startsWith(RESULT)) return run.summary[column.slice(RESULT.length)] ?? null;
  if (column.startsWith(PARAMETER)) return run.parameters[column.slice(PARAMETER.length)] ?? null;
  return undefined;
}
