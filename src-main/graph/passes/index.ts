/** @file The passes, in the order in which they run. Each is a function from graph to graph that keeps its meaning. */
import type { Graph } from '../ir.ts';
import { mergeCommonSubexpressions } from './common.ts';
import { foldConstants } from './constants.ts';
import { removeDeadCode } from './dead.ts';
import { multiplyBeforeLookup } from './lookup.ts';
import { runShortWaysFirst } from './order.ts';
import { foldNormalization } from './fold.ts';
import { poolBeforeRelu, trimUnread } from './pools.ts';
import { dropUnusedScanOutputs } from './scan.ts';
import { shortenSoftmaxSums } from './softmax.ts';
import { spellOutLogSoftmax } from './webgpu.ts';

export type Pass = (graph: Graph) => Graph;

export const passes: readonly Pass[] = [
  foldConstants,
  mergeCommonSubexpressions,
  multiplyBeforeLookup,
  shortenSoftmaxSums,
  removeDeadCode,
  dropUnusedScanOutputs,
  removeDeadCode,
  runShortWaysFirst,
];

/** Passes over a graph that is to run as it is, its parameters inside: what reads parameters alone is folded too. */
export const inferencePasses: readonly Pass[] = [foldNormalization, ...passes];

/** Passes over a network's forward graph, before it is differentiated. */
export const forwardPasses: readonly Pass[] = [poolBeforeRelu, trimUnread];

/** To be run after all others on what ONNX Runtime's WebGPU provider is to run. */
export const webgpuPasses: readonly Pass[] = [spellOutLogSoftmax];

/** The graph after some passes, all of them unless said otherwise; leaving one out finds a fault in it. */
export function optimize(graph: Graph, chosen: readonly Pass[] = passes): Graph {
  return chosen.reduce((current, pass) => pass(current), graph);
}
