/** @file The job that looks where a training step goes: a recipe's own step on real batches, every node timed. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Random } from '../../graph/index.ts';
import { PROGRAMS } from './programs/index.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';
import { BatchBuffer, Sampler, profileOf, type StepProfile, type TraceEvent } from './trainer/index.ts';
import { openTrainer, type TrainSpec } from './train.ts';

export interface ProfileSpec extends Pick<TrainSpec, 'recipe' | 'version' | 'parameters' | 'provider'> {
  /** Steps to measure; 20 unless given. */
  readonly steps?: number;
}

/** The first steps allocate and are slower. */
const warmUp = 3;

/** @throws AppError as training does: `training.emptySplit`, `training.unknownLabel` … */
export async function profileStep(
  { recipe, version, parameters, provider = 'cpu', steps = 20 }: ProfileSpec,
  port: Pick<JobPort<never>, 'scratch' | 'progress'>,
): Promise<StepProfile> {
  const { batchSize, seed, learningRate } = parameters;
  const source = { version: { ...version, trainShare: parameters.trainShare }, parameters };
  const program = PROGRAMS[recipe];
  const fitted = await program.fit(source);
  const data = await program.encode(source, 'train', fitted);
  const rows = Math.min(batchSize, data.rows);
  const plan = { source, program, fitted, provider };
  const trainer = await openTrainer(plan, new Random(seed), join(port.scratch, 'step'));
  // Rows of all lengths at the greatest one.
  const sampler = new Sampler({ rows: data.rows, batch: rows }, seed);
  const buffer = new BatchBuffer(data);
  for (let step = 1; step <= warmUp + steps;) {
    if (sampler.position === sampler.batchesPerEpoch) sampler.restart();
    const batch = buffer.next(sampler, { epoch: 1, batch: step });
    // Only full batches: another shape would be another graph.
    if (batch.rows !== rows) continue;
    await trainer.step(batch, { step, learningRate });
    port.progress(step++, warmUp + steps);
  }
  await trainer.close();
  return profileOf(await readTrace(port.scratch), warmUp);
}

/** ONNX Runtime adds the time to the name it was given. */
async function readTrace(folder: string): Promise<readonly TraceEvent[]> {
  const [file] = (await readdir(folder)).filter((name) => name.startsWith('step') && name.endsWith('.json'));
  if (file === undefined) throw new Error('ONNX Runtime wrote no trace');
  return JSON.parse(await readFile(join(folder, file), 'utf8')) as TraceEvent[];
}
