/** @file The one place where training opens ONNX Runtime sessions. */
import { InferenceSession } from 'onnxruntime-node';
import { modelOf, serialize, type Graph } from '../../graph/index.ts';

/** What runs a graph: ONNX Runtime's execution providers. */
export const PROVIDERS = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
export type Provider = (typeof PROVIDERS)[number];

export interface SessionOptions {
  readonly threads: number;
  /** The processor unless given; what the provider has no kernel for runs on the processor. */
  readonly provider?: Provider | undefined;
  /** Refuses to open where the provider has no kernel for a node. */
  readonly strict?: boolean | undefined;
  /** Start of the name of a file that a trace of every node goes to when profiling ends. */
  readonly trace?: string | undefined;
}

/**
 * Opens a session. Denormal numbers count as zero: gradients far back in time shrink into them, and one product of
 * denormals takes a hundred times as long.
 */
export function openSession(graph: Graph, options: SessionOptions): Promise<InferenceSession> {
  const { threads, provider = 'cpu', strict = false, trace } = options;
  const settings = {
    set_denormal_as_zero: '1',
    ...(strict && provider !== 'cpu' ? { disable_cpu_ep_fallback: '1' } : {}),
  };
  return InferenceSession.create(serialize(modelOf(graph)), {
    executionProviders: provider === 'cpu' || strict ? [provider] : [provider, 'cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: strict ? 4 : 3,
    ...(trace === undefined ? {} : { enableProfiling: true, profileFilePrefix: trace }),
    extra: { session: settings },
  });
}
