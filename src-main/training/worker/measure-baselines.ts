/** @file The job that measures the baselines of a frozen version. */
import type { JobPort } from '../../platform/pool/protocol.ts';
import type { FrozenVersion } from '../../versions/worker/index.ts';
import { measureBaselines } from './baselines/index.ts';

export interface BaselinesSpec {
  readonly version: FrozenVersion;
  readonly threads: number;
}

/** The baselines as JSON to keep; null where the version has none. */
export async function baselinesAsJson(
  { version, threads }: BaselinesSpec,
  { scratch, signal }: Pick<JobPort<never>, 'scratch' | 'signal'>,
): Promise<string | null> {
  const baselines = await measureBaselines({ version, threads, scratch, signal });
  return baselines && JSON.stringify(baselines);
}
