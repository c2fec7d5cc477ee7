/** @file The columns of the runs table: the fixed ones, then a column for each result and each parameter. */
import type { Run } from '../../src-shared/contract.ts';
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

export function runColumns(runs: readonly Run[], { words, measures }: App): readonly Column<Run>[] {
  const said = words.runs.columns;
  const results = [...new Set(runs.flatMap(({ summary }) => Object.keys(summary)))].sort(
    (a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b),
  );
  // A measure that was taken at one place only needs no place in its title.
  const titleOf = (name: string) => {
    const { measure } = splitMetric(name);
    const alone = results.filter((other) => splitMetric(other).measure === measure).length === 1;
    return { title: alone ? measures.measure(measure) : measures.metric(name), hint: measures.metric(name) };
  };
  const parameters = [...new Set(runs.flatMap((run) => Object.keys(run.parameters)))];
  return [
    { id: 'number', title: said.number, width: 48, align: 'end', sort: ({ number }) => number },
    { id: 'name', title: said.name, width: 'rest', sort: ({ name }) => name },
    { id: 'state', title: said.state, width: 104, sort: ({ state }) => state },
    ...results.map((name) => ({
      id: RESULT + name,
      ...titleOf(name),
      width: 112,
      align: 'end' as const,
      hidden: !SHOWN.includes(name),
      sort: ({ summary }: Run) => summary[name] ?? null,
    })),
    { id: 'version', title: said.version, width: 160, sort: ({ versionName }) => versionName },
    { id: 'duration', title: said.duration, width: 104, align: 'end', sort: ({ seconds }) => seconds },
    { id: 'started', title: said.started, width: 136, sort: ({ startedAt }) => startedAt },
    { id: 'startedBy', title: said.startedBy, width: 96, hidden: true, sort: (run) => run.startedBy },
    { id: 'recipe', title: said.recipe, width: 200, hidden: true, sort: ({ recipe }) => recipe },
    { id: 'weights', title: said.weights, width: 96, hidden: true, sort: (run) => run.weightsSha256 },
    ...parameters.map((name) => ({
      id: PARAMETER + name,
      title: measures.parameter(name),
      width: 112,
      align: 'end' as const,
      hidden: true,
      sort: (run: Run) => sortable(run.parameters[name]),
    })),
  ];
}

function sortable(value: number | string | boolean | undefined): number | string | null {
  return typeof value === 'boolean' ? Number(value) : (value ?? null);
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

/** Every run of the workspace, newest first. */
export async function readAllRuns(client: App['client'], signal: AbortSignal): Promise<readonly Run[]> {
  const all: Run[] = [];
  let offset: number | null = 0;
  while (offset !== null) {
    const page: { items: Run[]; next: number | null } = await client.runs.list(
      { offset, limit: 1000 },
      { signal },
    );
    all.push(...page.items);
    offset = page.next;
  }
  return all.toSorted((a, b) => b.number - a.number);
}
