/** @file The one place where training opens ONNX Runtime sessions. */
import { InferenceSession } from '../../../platform/worker/onnxruntime.ts';
import type { Provider } from '../../../../src-shared/platform/values.ts';
import { sessionSettings } from '../../../platform/worker/session-settings.ts';
import { modelOf, optimize, serialize, webgpuPasses, type Graph, type Pass } from '../../../graph/index.ts';

export type { Provider };

/** What a provider needs to be told in other operators. */
const lowerings: Readonly<Record<Provider, readonly Pass[]>> = {
  cpu: [],
  webgpu: webgpuPasses,
  cuda: [],
  dml: [],
  coreml: [],
};

export interface SessionOptions {
  readonly threads: number;
  /** The processor unless given; what the provider has no kernel for runs on the processor. */
  readonly provider?: Provider | undefined;
  /** Refuses to open where the provider has no kernel for a node. */
  readonly strict?: boolean | undefined;
  /** Start of the name of a file that a trace of every node goes to when profiling ends. */
  readonly trace?: string | undefined;
}

/** Opens a session on the provider; what it has no kernel for runs on the processor. */
export function openSession(graph: Graph, options: SessionOptions): Promise<InferenceSession> {
  const { threads, provider = 'cpu', strict = false, trace } = options;
  const settings = {
    ...sessionSettings,
    ...(strict && provider !== 'cpu' ? { disable_cpu_ep_fallback: '1' } : {}),
  };
  const lowered = optimize(graph, lowerings[provider]);
  return InferenceSession.create(serialize(modelOf(lowered)), {
    executionProviders: provider === 'cpu' || strict ? [provider] : [provider, 'cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: strict ? 4 : 3,
    ...(trace === undefined ? {} : { enableProfiling: true, profileFilePrefix: trace }),
    extra: { session: settings },
  });
}
