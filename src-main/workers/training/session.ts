/** @file The one place where training opens ONNX Runtime sessions. */
import { InferenceSession } from 'onnxruntime-node';
import { modelOf, serialize, type Graph } from '../../graph/index.ts';

/**
 * Opens a session on the CPU. Denormal numbers count as zero: gradients far back in time shrink into them, and one
 * product of denormals takes a hundred times as long.
 */
export function openSession(graph: Graph, threads: number): Promise<InferenceSession> {
  return InferenceSession.create(serialize(modelOf(graph)), {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    extra: { session: { set_denormal_as_zero: '1' } },
  });
}
