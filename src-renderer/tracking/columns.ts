/** @file The columns of the runs table: the fixed ones, then a column for each result and each parameter. */
import type { Run, RunChoices } from '../../src-shared/contract.ts';
import type { Column } from '../ui/grid/columns.ts';
import { splitMetric } from '../evaluation/measures.ts';
import type { App } from '../platform/app.svelte.ts';

/** Results shown at first; the others can be chosen. */
const SHOWN = ['accuracy', 'macroF1', 'r2', 'perplexity', 'loss'].map((measure) => `validation.${measure}`);

/** Those shown at first come first, in their order. */
function placeOf(result: string): number {
  return SHOWN.includes(result) ? SHOWN.indexOf(result) : SHOWN.length;
}

const RESULT = 'result:';
const PARAMETER = 'parameter:';

/** @param choices the results and parameters that any run has */
export function runColumns(
  choices: Pick<RunChoices, 'results' | 'parameters'>,
  { words, measures }: App,
): readonly Column[] {
  const said = words.runs.columns;
  const results = choices.results.toSorted((a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b));
  // A measure that was taken at one place only needs no place in its title.
  const titleOf = (name: string) => {
    const { measure } = splitMetric(name);
    const alone = results.filter((other) => splitMetric(other).measure === measure).length === 1;
    return { title: alone ? measures.measure(measure) : measures.metric(name), hint: measures.metric(name) };
  };
  const columns: readonly Column[] = [
    { id: 'number', title: said.number, width: 64, align: 'end' },
    { id: 'name', title: said.name, width: 'rest' },
    { id: 'state', title: said.state, width: 104 },
    ...results.map((name) => ({
      id: RESULT + name,
      ...titleOf(name),
      width: 112,
      align: 'end' as const,
      hidden: !SHOWN.includes(name),
    })),
    { id: 'version', title: said.version, width: 160 },
    { id: 'duration', title: said.duration, width: 104, align: 'end' },
    { id: 'started', title: said.started, width: 136 },
    { id: 'startedBy', title: said.startedBy, width: 96, hidden: true },
    { id: 'recipe', title: said.recipe, width: 200, hidden: true },
    { id: 'weights', title: said.weights, width: 96, hidden: true },
    ...choices.parameters.map((name) => ({
      id: PARAMETER + name,
      title: measures.parameter(name),
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
