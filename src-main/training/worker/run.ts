/** @file The job of a run: trains, and says how the model stands beside the baselines of its version. */
import type { RunFinding } from '../../../src-shared/contract.ts';
import { toAppError } from '../../../src-shared/platform/errors.ts';
import {
  AnswerCollector,
  compare,
  readBaselines,
  type Answered,
  type Baselines,
} from '../../models/worker/index.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';
import { measureBaselines } from './baselines/index.ts';
import { findingsOf } from './findings.ts';
import { measureData } from './measure-data.ts';
import { train, type TrainResult, type TrainSpec, type TrainUpdate } from './train.ts';

export interface RunSpec extends TrainSpec {
  /** Where the baselines of the version are kept; null where they have to be measured. Compared with none unless given. */
  readonly baselines?: { readonly path: string | null };
}

export interface RunResult extends TrainResult {
  readonly findings: readonly RunFinding[];
  /** Baselines that were measured here, as JSON to keep; null where there was nothing to measure. */
  readonly baselines: string | null;
}

type Port = Pick<JobPort<TrainUpdate>, 'emit' | 'signal' | 'progress' | 'scratch'>;

export async function run(spec: RunSpec, port: Port): Promise<RunResult> {
  const losses: number[] = [];
  const collector = new AnswerCollector(spec.version.labels);
  const listening = {
    ...port,
    emit(update: TrainUpdate) {
      if (update.kind === 'epoch') losses[update.epoch - 1] = update.validation.loss;
      return port.emit(update);
    },
  };
  const result = await train(spec, listening, (rows, predictions) => collector.add(rows, predictions));
  const answered = collector.answered('validation', spec.recipe);
  if (!spec.baselines) return { ...result, findings: [], baselines: null };
  const { findings, baselines } = await comparison(spec, { answered, port }).catch(notCompared(port));
  const measures = await measureData(spec.version);
  const own = findingsOf({ spec, result, losses: Object.values(losses), answered, measures });
  return { ...result, findings: [...findings, ...own], baselines };
}

type Compared = Pick<RunResult, 'findings' | 'baselines'>;

const none: Compared = { findings: [], baselines: null };

/** A model stands without its baseline: what goes wrong here is told in the log. */
function notCompared({ emit }: Port): (thrown: unknown) => Promise<Compared> {
  return async (thrown) => {
    await emit({ kind: 'log', line: `The baselines could not be measured: ${toAppError(thrown).message}` });
    return none;
  };
}

async function comparison(
  spec: RunSpec,
  { answered, port }: { readonly answered: Answered | null; readonly port: Port },
): Promise<Compared> {
  const kept = spec.baselines?.path ?? null;
  // Whoever stops a run waits for its model, not for a baseline.
  if (kept === null && port.signal.aborted) return none;
  const all = kept === null ? await measured(spec, port) : await readBaselines(kept);
  const compared = all && answered && compare(all, answered);
  return {
    findings: compared ? [{ kind: 'comparison', comparison: compared }] : [],
    baselines: kept === null && all ? JSON.stringify(all) : null,
  };
}

function measured({ version, parameters }: RunSpec, port: Port): Promise<Baselines | null> {
  return measureBaselines({
    version,
    threads: parameters.threads,
    scratch: port.scratch,
    signal: port.signal,
  });
}
