/** @file The passes, in the order in which they run. Each is a function from graph to graph that keeps its meaning. */
import type { Graph } from '../ir.ts';
import { mergeCommonSubexpressions } from './common.ts';
import { removeDeadCode } from './dead.ts';
import { dropUnusedScanOutputs } from './scan.ts';

export type Pass = (graph: Graph) => Graph;

export const passes: readonly Pass[] = [
  mergeCommonSubexpressions,
  removeDeadCode,
  dropUnusedScanOutputs,
  removeDeadCode,
];

export function optimize(graph: Graph): Graph {
  return passes.reduce((current, pass) => pass(current), graph);
}
