/** @file Execution providers: which of them this machine has, whether they compute as the processor does, which to take. */
import { ProviderReport, type KnownProviders } from '../../src-shared/contract.ts';
import { ACCELERATORS, type Accelerator, type Provider } from '../../src-shared/platform/values.ts';
import { AppError, toAppError } from '../../src-shared/platform/errors.ts';
import type { Store } from '../platform/store/index.ts';
import { machineName } from './worker/trainer/environment.ts';
import type { CudaSetup } from './worker/setup-cuda.ts';
import type { Pool } from '../platform/pool/index.ts';
import type { ProbeSpec, ProviderFindings } from './worker/probe-provider.ts';
import { faultOf, isWhole } from './provider-words.ts';
import { prepareQueries } from './queries.ts';
import { probeProviderJob } from './jobs.ts';
import { setUpCudaJob } from './jobs.ts';

export interface Providers {
  /** What is known of this machine's providers; those that nobody tried yet are tried first. */
  providers(): Promise<KnownProviders>;
  /**
   * Tries those that were not tried yet on this machine with this version of ONNX Runtime, in a worker of their own.
   * One that is no faster than the processor is not looked at any further.
   */
  probeNew(): Promise<void>;
  /** Tries every provider of this system again, every operator of it, one after the other, and keeps what was found. */
  probe(): Promise<KnownProviders>;
  /**
   * The provider to train with; `auto` is the recommended one.
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
  /** No provider is tried any more. */
  close(): void;
}

export function createProviders({ store, pool }: { store: Store; pool: Pool }): Providers {
  const queries = prepareQueries(store.db);
  const machine = machineName();
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  /** One at a time: two would measure each other. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }

  const reports = (): ProviderReport[] =>
    queries.reports.all(machine).map((report) => ProviderReport.parse(JSON.parse(report)));
  const reportOf = (provider: Accelerator): ProviderReport | undefined =>
    reports().find((report) => report.provider === provider);

  function known(): KnownProviders {
    const fit = reports().filter((report) => faultOf(report) === null && report.speed > 1);
    return {
      recommended: fit.toSorted((a, b) => b.speed - a.speed)[0]?.provider ?? 'cpu',
      reports: reports(),
    };
  }

  async function tryOne(spec: ProbeSpec & { readonly provider: Accelerator }): Promise<ProviderReport> {
    const { provider } = spec;
    if (closed) throw new AppError('house.cancelled', { what: provider });
    const task = pool.run(probeProviderJob, {
      kind: 'preview',
      title: provider,
      unit: 'operators',
      hidden: true,
      spec,
    });
    // A driver may take its process along: then its last words are what is known of the provider.
    const findings = await task.result.catch((thrown: unknown): ProviderFindings => {
      const error = toAppError(thrown);
      if (error.key === 'house.cancelled') throw error;
      return { why: error.message, operators: [], speed: 0 };
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

  const probeNew = (): Promise<void> =>
    inTurn(async () => {
      for (const provider of ACCELERATORS.filter(isBuiltHere))
        if (!reportOf(provider)) await tryOne({ provider, thorough: false });
    });

  const probe = (): Promise<KnownProviders> =>
    inTurn(async () => {
      for (const provider of ACCELERATORS.filter(isBuiltHere)) await tryOne({ provider, thorough: true });
      return known();
    });

  async function providers(): Promise<KnownProviders> {
    await probeNew();
    return known();
  }

  async function choose(wanted: string): Promise<Provider> {
    if (wanted === 'cpu') return 'cpu';
    if (wanted === 'auto') return (await providers()).recommended;
    const provider = ACCELERATORS.find((each) => each === wanted);
    if (!provider)
      throw new AppError('training.noProvider', { provider: wanted, why: 'there is no such provider' });
    const report = await inTurn(() => wholeReport(provider));
    const fault = faultOf(report);
    if (fault !== null) throw new AppError('training.noProvider', { provider, why: fault });
    return provider;
  }

  /** Who names a provider wants it even where it is slow, but not where it computes something else. */
  async function wholeReport(provider: Accelerator): Promise<ProviderReport> {
    const report = reportOf(provider);
    return report && isWhole(report) ? report : tryOne({ provider, thorough: true });
  }

  async function setUpCuda(setup: CudaSetup): Promise<ProviderReport> {
    const task = pool.run(setUpCudaJob, {
      kind: 'preview',
      title: 'CUDA',
      unit: 'files',
      hidden: true,
      spec: setup,
    });
    await task.result;
    return inTurn(() => tryOne({ provider: 'cuda', thorough: true }));
  }

  return {
    providers,
    probeNew,
    probe,
    choose,
    setUpCuda,
    close() {
      closed = true;
    },
  };
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
