/** @file A graph as a model file. */
import type { Graph, Model } from './ir.ts';
import { opsets } from './ops/index.ts';

/** The oldest file version that has every operator in use (ONNX 1.16). */
const irVersion = 10;

/** A model around a graph written here. */
export function modelOf(graph: Graph, metadata: Readonly<Record<string, string>> = {}): Model {
  return {
    graph,
    irVersion,
    opsets,
    producer: { name: 'lathe', version: '' },
    metadata: new Map(Object.entries(metadata)),
  };
}
