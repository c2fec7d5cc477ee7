/** @file What the label of a filter means for a task: a class with those below it, a rating, a preference, or none. */
import { canonicalClass } from '../../src-shared/labeling/class-name.ts';
import { isOneClass, TASK_KIND_TABLE, type TaskKind } from '../../src-shared/labeling/tasks/kinds.ts';
import type { LabelQuestion } from './matching-queries.ts';
import type { Queries } from './queries.ts';

export interface AskedLabel {
  readonly question: LabelQuestion;
  /** The parameter of its statements. */
  readonly label: number | string | null;
}

export const ALL_LABELS: AskedLabel = { question: 'all', label: null };

type Reading = Pick<Queries, 'classTree' | 'countFacets'>;

/** @returns with how many samples have it, unless it asks for those without; undefined where no sample can have it */
export function askedLabel(
  queries: Reading,
  { task, kind }: { readonly task: string; readonly kind: TaskKind },
  name: string | null,
): (AskedLabel & { readonly samples: number | null }) | undefined {
  if (name === null)
    return { question: isOneClass(kind) ? 'unclassed' : 'unlabeled', label: null, samples: null };
  if (!TASK_KIND_TABLE[kind].hasClasses) {
    const samples = queries.countFacets.get({ task, facets: JSON.stringify([name]) }) ?? 0;
    return { question: 'facet', label: name, samples };
  }
  const [top, ...below] = treeOf(queries, task, name);
  if (top === undefined) return undefined;
  if (isOneClass(kind)) {
    if (below.length === 0) return { question: 'class', label: top.id, samples: top.samples };
    const all = [top, ...below];
    const label = JSON.stringify(all.map(({ id }) => id));
    return { question: 'classes', label, samples: all.reduce((sum, { samples }) => sum + samples, 0) };
  }
  if (below.length === 0) return { question: 'facet', label: String(top.id), samples: top.samples };
  const label = JSON.stringify([top, ...below].map(({ id }) => String(id)));
  return { question: 'facets', label, samples: queries.countFacets.get({ task, facets: label }) ?? 0 };
}

/** The class that is called so, however its name was typed, and those below it. */
function treeOf(queries: Reading, task: string, name: string): readonly { id: number; samples: number }[] {
  const exact = queries.classTree.all({ task, name });
  return exact.length > 0 ? exact : queries.classTree.all({ task, name: canonicalClass(name) });
}
