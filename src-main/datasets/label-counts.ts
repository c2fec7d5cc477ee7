/** @file How many samples carry each class, or each other facet of the labels of a task. */
import type { Dataset } from '../../src-shared/contract.ts';
import { isOneClass, TASK_KIND_TABLE, type TaskKind } from '../../src-shared/labeling/tasks/kinds.ts';
import type { ClassRow, Queries } from './queries.ts';

/** Classes in the order of the schema; ratings and preferences that were given, in theirs. */
export function labelCounts(
  queries: Queries,
  { task, kind }: { readonly task: string; readonly kind: TaskKind },
): Dataset['labels'] {
  if (!TASK_KIND_TABLE[kind].hasClasses) return queries.facets.all(task);
  const classes = queries.classes.all(task);
  const children = Map.groupBy(classes, ({ parent }) => parent);
  const treeOf = (top: ClassRow): ClassRow[] => [top, ...(children.get(top.id) ?? []).flatMap(treeOf)];
  return classes.map((each) => {
    const { name, count } = each;
    const tree = treeOf(each);
    if (tree.length === 1) return { name, count };
    // A sample has one class, or several of the same tree.
    const subtree = isOneClass(kind)
      ? tree.reduce((sum, below) => sum + below.count, 0)
      : queries.countFacets.get({ task, facets: JSON.stringify(tree.map(({ id }) => String(id))) })!;
    return { name, count, subtree };
  });
}
