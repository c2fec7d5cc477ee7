/** @file Execution providers: which of them this machine has, whether they compute as the processor does, which to take. */
import { ProviderReport } from '../../src-shared/contract/index.ts';
import { ACCELERATORS, type Accelerator, type Provider } from '../../src-shared/contract/values.ts';
import { AppError, toAppError } from '../../src-shared/errors.ts';
import type { Store } from '../store/index.ts';
import {
  machineName,
  type CudaSetup,
  type Pool,
  type ProbeSpec,
  type ProviderFindings,
} from '../workers/index.ts';
import { prepareQueries } from './queries.ts';

export interface Providers {
  /** What is known of this machine's providers; empty until they have been tried. */
  providers(): readonly ProviderReport[];
  /** Tries every provider of this system in a worker of its own, one after the other, and keeps what was found. */
  probe(): Promise<readonly ProviderReport[]>;
  /**
   * The provider to train with. `auto` is the fastest that is known to compute as the processor does, or the processor.
   *
   * @throws AppError `training.noProvider`
   */
  choose(wanted: string): Promise<Provider>;
  /**
   * Puts ONNX Runtime's CUDA libraries from a file on this machine where it looks for them, and tries them.
   *
   * @throws AppError `training.badArchive`, `training.cudaElsewhere`
   */
  setUpCuda(setup: CudaSetup): Promise<ProviderReport>;
}

/** SwiftShader and the like take seconds an operator. */
const DEADLINE_SECONDS = 600;

export function createProviders({ store, pool }: { store: Store; pool: Pool }): Providers {
  const queries = prepareQueries(store.db);
  const machine = machineName();
  let probing: Promise<readonly ProviderReport[]> | null = null;

  const providers = (): readonly ProviderReport[] =>
    queries.reports.all(machine).map((report) => ProviderReport.parse(JSON.parse(report)));

  async function probeOne(provider: Accelerator): Promise<ProviderReport> {
    const task = pool.run<ProbeSpec, never, ProviderFindings>({
      job: 'probe-provider',
      kind: 'preview',
      title: provider,
      unit: 'operators',
      hidden: true,
      spec: { provider },
      deadlineSeconds: DEADLINE_SECONDS,
    });
    // A driver may take its process along: then its last words are what is known of the provider.
    const findings = await task.result.catch((thrown: unknown): ProviderFindings => {
      return { why: toAppError(thrown).message, operators: [], speed: 0 };
    });
    const report = {
      provider,
      ...findings,
      operators: [...findings.operators],
      probedAt: new Date().toISOString(),
    };
    keep(report);
    return report;
  }

  /** A full disk is no reason not to say what was found: it is found again next time. */
  function keep(report: ProviderReport): void {
    try {
      queries.keepReport.run({ machine, provider: report.provider, report: JSON.stringify(report) });
    } catch (thrown) {
      if (toAppError(thrown).key !== 'store.diskFull') throw thrown;
    }
  }

  async function probeAll(): Promise<readonly ProviderReport[]> {
    const reports: ProviderReport[] = [];
    for (const provider of ACCELERATORS.filter(isBuiltHere)) reports.push(await probeOne(provider));
    return reports;
  }

  function probe(): Promise<readonly ProviderReport[]> {
    probing ??= probeAll().finally(() => (probing = null));
    return probing;
  }

  async function choose(wanted: string): Promise<Provider> {
    if (wanted === 'cpu') return 'cpu';
    if (wanted === 'auto') {
      const fit = providers().filter((report) => faultOf(report) === null && report.speed > 1);
      return fit.toSorted((a, b) => b.speed - a.speed)[0]?.provider ?? 'cpu';
    }
    const provider = ACCELERATORS.find((each) => each === wanted);
    if (!provider)
      throw new AppError('training.noProvider', { provider: wanted, why: 'there is no such provider' });
    const report = providers().find((each) => each.provider === provider) ?? (await probeOne(provider));
    const fault = faultOf(report);
    if (fault !== null) throw new AppError('training.noProvider', { provider, why: fault });
    return provider;
  }

  async function setUpCuda(setup: CudaSetup): Promise<ProviderReport> {
    const task = pool.run<CudaSetup, never, null>({
      job: 'setup-cuda',
      kind: 'preview',
      title: 'CUDA',
      unit: 'files',
      hidden: true,
      spec: setup,
    });
    await task.result;
    return probeOne('cuda');
  }

  return { providers, probe, choose, setUpCuda };
}

/** The systems that ONNX Runtime's Node package brings a provider for; webgpu comes for all. */
const systems: Readonly<Partial<Record<Accelerator, NodeJS.Platform>>> = {
  cuda: 'linux',
  dml: 'win32',
  coreml: 'darwin',
};

function isBuiltHere(provider: Accelerator): boolean {
  return (systems[provider] ?? process.platform) === process.platform;
}

/** Why a provider must not be used; null where it may. */
function faultOf({ why, operators }: ProviderReport): string | null {
  if (why !== '') return why;
  const wrong = operators.filter(({ state }) => state === 'different').map(({ operator }) => operator);
  return wrong.length === 0 ? null : `it computes other numbers than the processor: ${wrong.join(', ')}`;
}

/** What was found in a line, e.g. `webgpu: 40 of 40 operators, 12.3 times as fast as the processor`. */
export function inWords(report: ProviderReport): string {
  const { provider, operators, speed } = report;
  const fault = faultOf(report);
  if (fault !== null) return `${provider}: ${fault}`;
  const own = operators.filter(({ state }) => state === 'same').length;
  return `${provider}: ${own} of ${operators.length} operators, ${speed.toFixed(2)} times as fast as the processor`;
}
