/** @file The job that tries one execution provider: every operator of training steps, compared with the processor. */
import { Tensor, listSupportedBackends, type InferenceSession } from '../../platform/worker/onnxruntime.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';
import { allProbes, speedProbe, type Probe } from './providers/operators.ts';
import { openSession, type Provider } from './trainer/index.ts';

export interface ProbeSpec {
  readonly provider: Provider;
  /** Compares every operator even where the provider is no faster than the processor. */
  readonly thorough: boolean;
}

/** `same`: within 1e-3 of the processor's; `processor`: there is no kernel, so the processor does it. */
export interface OperatorFinding {
  readonly operator: string;
  readonly state: 'same' | 'different' | 'processor';
  /** Greatest difference, relative to the greatest number; null where it did not run. */
  readonly difference: number | null;
}

export interface ProviderFindings {
  /** Why it cannot be used at all; empty where it can. */
  readonly why: string;
  /** Empty where it cannot be used, or is no faster and was not looked at any further. */
  readonly operators: readonly OperatorFinding[];
  /** How many times as fast as the processor it multiplies matrices of 512 x 512; 0 where it cannot. */
  readonly speed: number;
}

const tolerance = 1e-3;

export async function probeProvider(
  { provider, thorough }: ProbeSpec,
  port: Pick<JobPort<never>, 'progress'>,
): Promise<ProviderFindings> {
  const listed = listSupportedBackends().find(({ name }) => name === provider);
  if (!listed) return unusable(`ONNX Runtime for ${process.platform} ${process.arch} has no ${provider}`);
  const [first, ...rest] = allProbes();
  if (!first) throw new Error('there are no probes');
  // Whether the provider is there shows with the first operator, and its own words are the best.
  const begin = await tryOperator(first, provider);
  if ('why' in begin) return unusable(begin.why);
  const speed = await speedOf(provider);
  if (speed <= 1 && !thorough) return { why: '', operators: [], speed };
  const operators = [begin];
  for (const probe of rest) {
    port.progress(operators.length, rest.length + 1);
    const finding = await tryOperator(probe, provider);
    operators.push('why' in finding ? leftOver(probe) : finding);
  }
  return { why: '', operators, speed };
}

function unusable(why: string): ProviderFindings {
  return { why, operators: [], speed: 0 };
}

function leftOver({ operator }: Probe): OperatorFinding {
  return { operator, state: 'processor', difference: null };
}

async function tryOperator(
  probe: Probe,
  provider: Provider,
): Promise<OperatorFinding | { readonly why: string }> {
  const expected = await outputOf(await openSession(probe.graph, { threads: 1 }), probe);
  let session: InferenceSession;
  try {
    session = await openSession(probe.graph, { threads: 1, provider, strict: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return /fallback to CPU EP has been/.test(message) ? leftOver(probe) : { why: firstLine(message) };
  }
  try {
    const difference = relativeDifference(await outputOf(session, probe), expected);
    return { operator: probe.operator, state: difference <= tolerance ? 'same' : 'different', difference };
  } catch {
    // A kernel that claims the node and then fails is as wrong as one that gives wrong numbers.
    return { operator: probe.operator, state: 'different', difference: null };
  }
}

async function outputOf(session: InferenceSession, probe: Probe): Promise<Float32Array> {
  const { output } = await session.run(feedsOf(probe));
  const data = output?.data;
  await session.release();
  if (!(data instanceof Float32Array)) throw new Error('the probe gives no floats');
  return data;
}

function feedsOf({ feeds }: Probe): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { shape, data }]) => [name, new Tensor('float32', data, shape)]),
  );
}

function relativeDifference(own: Float32Array, other: Float32Array): number {
  const scale = other.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
  const worst = own.reduce((most, value, index) => {
    const difference = Math.abs(value - (other[index] ?? Number.NaN));
    return Number.isNaN(difference) ? Infinity : Math.max(most, difference);
  }, 0);
  return worst / scale;
}

/** The processor's time over the provider's, each the best of some. */
async function speedOf(provider: Provider): Promise<number> {
  const probe = speedProbe();
  const best = async (of: Provider) => {
    const session = await openSession(probe.graph, { threads: 2, provider: of });
    let least = Infinity;
    for (let repetition = 0; repetition < 5; repetition++) {
      const began = performance.now();
      await session.run(feedsOf(probe));
      least = Math.min(least, performance.now() - began);
    }
    await session.release();
    return least;
  };
  return (await best('cpu')) / (await best(provider));
}

/** The provider's own words, without the place in ONNX Runtime's sources and the condition that they begin with. */
function firstLine(message: string): string {
  const [line = ''] = message.split('\n').filter((each) => each.trim());
  return line.replace(/^\/onnxruntime_src.* was false\. /, '').slice(0, 300);
}
