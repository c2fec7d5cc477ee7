/** @file Reads filters of runs: `metrics.f1 > 0.9 and params.lr < 1e-3 and tag = "zh"`. */
import type { SyntaxNode } from '@lezer/common';
import { AppError } from '../../platform/errors.ts';
import type { ProblemKey } from '../../problems.ts';
import { testOf } from './conditions.ts';
import { ATTRIBUTES, ATTRIBUTE_NAMES, fieldOf, isAttribute } from './fields.ts';
import { parser } from './parser.gen.ts';
import { problemAt } from './place.ts';
import type { Filter } from './syntax.ts';

/** Conditions within each other, so that any database takes it. */
export const MOST_DEEP = 200;

/** @returns null for an empty filter. @throws AppError `tracking.filter…` that says where and what was expected */
export function parseFilter(source: string): Filter | null {
  const { topNode } = parser.parse(source);
  const problem = syntaxProblem(source, topNode);
  if (problem) throw problem;
  const { firstChild } = topNode;
  return firstChild && filterOf(source, firstChild, 0);
}

function filterOf(source: string, node: SyntaxNode, depth: number): Filter {
  if (depth > MOST_DEEP) throw new AppError('tracking.filterTooDeep', { most: MOST_DEEP });
  const below = (child: SyntaxNode): Filter => filterOf(source, child, depth + 1);
  const children = node.getChildren('Expression');
  switch (node.name) {
    case 'Or':
    case 'And': {
      const is = node.name === 'Or' ? 'or' : 'and';
      return { is, all: operands(node).map(below) };
    }
    case 'Not':
      return { is: 'not', one: below(children[0]!) };
    case 'Group':
      return below(children[0]!);
    default:
      return comparisonOf(source, node);
  }
}

/** Of `a or b or c` all three, though each `or` has two. */
function operands(node: SyntaxNode): SyntaxNode[] {
  const all: SyntaxNode[] = [];
  let left: SyntaxNode | undefined = node;
  while (left?.name === node.name) {
    const [next, right]: SyntaxNode[] = left.getChildren('Expression');
    all.push(right!);
    left = next;
  }
  return [left!, ...all.reverse()];
}

function comparisonOf(source: string, node: SyntaxNode): Filter {
  const place = node.getChild('Field')!;
  const field = fieldOf(source.slice(place.from, place.to));
  if (!field)
    throw problemAt(source, place, 'tracking.filterUnknown', { fields: ATTRIBUTE_NAMES.join(', ') });
  return { is: 'test', field, test: testOf(source, { field, place, node: node.getChild('Test') }) };
}

/** The words and signs of a tree in their order. */
function leavesOf(node: SyntaxNode): SyntaxNode[] {
  const leaves: SyntaxNode[] = [];
  const cursor = node.cursor();
  while (cursor.next()) if (cursor.type.isError || cursor.node.firstChild === null) leaves.push(cursor.node);
  return leaves;
}

function syntaxProblem(source: string, top: SyntaxNode): AppError | null {
  const leaves = leavesOf(top);
  const at = leaves.findIndex(({ type }) => type.isError);
  if (at < 0) return null;
  const from = source.slice(leaves[at]!.from).search(/\S/u);
  const start = from < 0 ? source.length : leaves[at]!.from + from;
  const end = /^(?:\w+|\S)?/u.exec(source.slice(start))?.[0].length ?? 0;
  const before = leaves.slice(0, at).filter(({ from: begins, to }) => to > begins);
  return problemAt(
    source,
    { from: start, to: start + end },
    expectedAfter(before, (leaf) => isFlag(source.slice(leaf?.from, leaf?.to))),
  );
}

/** Whether it is a condition by itself. */
const isFlag = (name: string): boolean => isAttribute(name) && ATTRIBUTES[name].type === 'boolean';

/** What was expected after these words. @param isAlone whether a name is a condition by itself */
function expectedAfter(
  leaves: readonly SyntaxNode[],
  isAlone: (leaf: SyntaxNode | undefined) => boolean,
): ProblemKey {
  const last = leaves.at(-1);
  const name = last?.name;
  const isInList = last?.parent?.name === 'In';
  if (name === undefined || name === 'and' || name === 'or') return 'tracking.filterField';
  if (name === 'not') {
    const before = leaves.at(-2)?.name;
    if (before === 'is') return 'tracking.filterIs';
    return before === 'Field' ? 'tracking.filterNot' : 'tracking.filterField';
  }
  if (name === '(') return isInList ? 'tracking.filterValue' : 'tracking.filterField';
  if (name === 'Operator' || name === 'like' || name === 'contains' || name === ',')
    return 'tracking.filterValue';
  if (name === 'in') return 'tracking.filterList';
  if (name === 'is') return 'tracking.filterIs';
  if (name === 'Field' && last?.parent?.name !== 'Bare' && !isAlone(last)) return 'tracking.filterOperator';
  return isOpenList(leaves) ? 'tracking.filterList' : 'tracking.filterJoin';
}

/** Whether a list of values was begun and not ended. */
function isOpenList(leaves: readonly SyntaxNode[]): boolean {
  const opened = leaves.findLastIndex(({ name }) => name === 'in');
  return opened >= 0 && !leaves.slice(opened).some(({ name }) => name === ')');
}

/** What can follow a text, as the problem that tells of it, and the field that stands before it. */
export function expectedAfterText(source: string): { key: ProblemKey; field: string | null } {
  const leaves = leavesOf(parser.parse(source).topNode).filter(
    ({ type, from, to }) => !type.isError && to > from,
  );
  const textOf = (leaf: SyntaxNode | undefined): string => source.slice(leaf?.from, leaf?.to);
  const field = leaves.findLast(({ name, parent }) => name === 'Field' && parent?.name !== 'Bare');
  return {
    key: expectedAfter(leaves, (leaf) => isFlag(textOf(leaf))),
    field: field ? textOf(field) : null,
  };
}
