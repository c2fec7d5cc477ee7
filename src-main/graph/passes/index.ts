/** @file The passes, in the order in which they run. Each is a function from graph to graph that keeps its meaning. */
import type { Graph } from '../ir.ts';
import { mergeCommonSubexpressions } from './common.ts';
import { removeDeadCode } from './dead.ts';
import { foldNormalization } from './fold.ts';
import { poolBeforeRelu, trimUnread } from './pools.ts';
import { dropUnusedScanOutputs } from './scan.ts';
import { shortenSoftmaxSums } from './softmax.ts';

export type Pass = (graph: Graph) => Graph;

export const passes: readonly Pass[] = [
  mergeCommonSubexpressions,
  shortenSoftmaxSums,
  removeDeadCode,
  dropUnusedScanOutputs,
  removeDeadCode,
];

/** Passes over a graph that is to run as it is, its parameters inside. */
export const inferencePasses: readonly Pass[] = [foldNormalization, ...passes];

/** Passes over a network's forward graph, before it is differentiated. */
export const forwardPasses: readonly Pass[] = [poolBeforeRelu, trimUnread];

/** The graph after some passes, all of them unless said otherwise; leaving one out finds a fault in it. */
export function optimize(graph: Graph, chosen: readonly Pass[] = passes): Graph {
  return chosen.reduce((current, pass) => pass(current), graph);
}
