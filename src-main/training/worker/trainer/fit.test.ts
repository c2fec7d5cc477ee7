import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../../scripts/python.ts';
import { pythonSays } from '../../../../scripts/python.fixture.ts';
import { Random, cosineSchedule } from '../../../graph/index.ts';
import {
  bestPath,
  bucketsOf,
  classificationEvaluator,
  fit,
  type FitOptions,
  type FitResult,
  type FitUpdate,
  lastPath,
  readCheckpoint,
  Sampler,
  Trainer,
} from './index.ts';
import { cloud, features, smallFit, smallStep, smallTrainer } from './small.fixture.ts';

const python = findPython('safetensors', 'numpy');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-fit-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a checkpoint holds, as one string. */
function bytesOf(path: string): string {
  return readFileSync(path).toString('base64');
}

/** Trains with a checkpoint after each update, and is gone after the one with the number `step`. */
async function diesAt(options: FitOptions, step: number): Promise<void> {
  const emit = (update: FitUpdate) =>
    update.kind === 'checkpoint' && update.which === 'last' && update.step >= step
      ? Promise.reject(new Error('dead'))
      : Promise.resolve();
  await expect(fit({ ...options, checkpointSeconds: 0, emit })).rejects.toThrow('dead');
  await options.trainer.close();
}

async function goOn(directory: string, changes: Partial<FitOptions>, accumulate = 1): Promise<FitResult> {
  const { state, progress } = await readCheckpoint(lastPath(directory));
  return fit(smallFit(directory, { ...changes, trainer: smallTrainer(state, accumulate), resume: progress }));
}

const falling = (steps: number) => cosineSchedule({ steps });

describe('a training that is cut off', () => {
  const all = { accumulate: 2, schedule: falling, plateau: { patience: 0 }, patience: 4 };

  it('ends in the same bytes, whichever of 10 random steps was its last', { timeout: 240_000 }, async () => {
    const whole = join(folder, 'whole');
    const result = await fit(smallFit(whole, { ...all, trainer: smallTrainer(new Random(3), 2) }));
    expect(result.steps).toBe(6 * 7);
    const random = new Random(17);
    for (let trial = 0; trial < 10; trial++) {
      const step = 1 + Math.floor(random.uniform() * (result.steps - 1));
      const cut = join(folder, `cut-${trial}`);
      await diesAt(smallFit(cut, { ...all, trainer: smallTrainer(new Random(3), 2) }), step);
      expect(await goOn(cut, all, 2)).toEqual(result);
      expect(bytesOf(lastPath(cut)), `cut at ${step}`).toBe(bytesOf(lastPath(whole)));
      expect(bytesOf(bestPath(cut)), `cut at ${step}`).toBe(bytesOf(bestPath(whole)));
    }
  });

  it('goes on from a stop as if there had been none', async () => {
    const whole = join(folder, 'not-stopped');
    await fit(smallFit(whole));
    const stopped = join(folder, 'stopped');
    const stop = new AbortController();
    const emit = (update: FitUpdate) => {
      if (update.kind === 'epoch' && update.epoch === 3) stop.abort();
      return Promise.resolve();
    };
    const first = await fit(smallFit(stopped, { signal: stop.signal, emit }));
    expect(first).toMatchObject({ stopped: true, epochs: 3 });
    expect(await goOn(stopped, {})).toMatchObject({ steps: 78, stopped: false });
    expect((await readCheckpoint(lastPath(stopped))).state).toEqual(
      (await readCheckpoint(lastPath(whole))).state,
    );
  });
});

describe('updates', () => {
  it('are the same to the bit, however many of them one run does', async () => {
    const runs: number[] = [];
    const checkpoints = [];
    for (const checkpointSeconds of [0, 3600]) {
      const trainer = smallTrainer();
      const steps = trainer.steps.bind(trainer);
      trainer.steps = (batch, at) => {
        if (checkpointSeconds > 0) runs.push(at.length);
        else expect(at).toHaveLength(1);
        return steps(batch, at);
      };
      const directory = join(folder, `runs-${checkpointSeconds}`);
      await fit(smallFit(directory, { trainer, checkpointSeconds, schedule: falling }));
      checkpoints.push([bytesOf(lastPath(directory)), bytesOf(bestPath(directory))]);
    }
    expect(checkpoints[1]).toEqual(checkpoints[0]);
    expect(Math.max(...runs)).toBeGreaterThan(1);
    expect(runs.reduce((a, b) => a + b)).toBe(78);
  });

  it('from several batches are those of one batch with all of their rows', async () => {
    const rows = cloud(64, 4);
    const states = [];
    for (const [batchSize, accumulate] of [
      [8, 4],
      [32, 1],
    ] as const) {
      const trainer = Trainer.open(
        { step: (shape) => smallStep(shape.rows, accumulate), threads: 1, seed: 1 },
        { rows: batchSize },
        new Random(3),
      );
      const directory = join(folder, `accumulate-${accumulate}`);
      await fit(smallFit(directory, { trainer, train: rows, batchSize, accumulate, epochs: 3 }));
      states.push((await readCheckpoint(lastPath(directory))).state);
    }
    for (const [name, data] of states[1] ?? [])
      for (const [index, value] of data.entries())
        expect(Math.abs(value - (states[0]?.get(name)?.[index] ?? NaN)), name).toBeLessThan(1e-5);
  });

  it('take the learning rate of the schedule', async () => {
    const rates: number[] = [];
    const emit = (update: FitUpdate) => {
      if (update.kind === 'steps') rates.push(...update.points.map(({ learningRate }) => learningRate));
      return Promise.resolve();
    };
    await fit(smallFit(join(folder, 'rates'), { schedule: falling, emit, learningRate: 0.5 }));
    expect(rates).toEqual(
      Array.from({ length: 78 }, (_, index) => (0.5 * (1 + Math.cos(Math.PI * (index / 78)))) / 2),
    );
  });
});

describe('patience', () => {
  it('of a plateau lowers the learning rate', async () => {
    const rates = new Set<number>();
    const emit = (update: FitUpdate) => {
      if (update.kind === 'steps') for (const point of update.points) rates.add(point.learningRate);
      return Promise.resolve();
    };
    const evaluator = () => ({
      ...classificationEvaluator(2),
      add: () => undefined,
      metrics: () => ({ f1: 0.5 }),
    });
    const monitor = { metric: 'f1', better: 'higher' } as const;
    const plateau = { patience: 1, factor: 0.5 };
    await fit(smallFit(join(folder, 'plateau'), { emit, evaluator, monitor, plateau, learningRate: 0.5 }));
    expect([...rates]).toEqual([0.5, 0.25, 0.125]);
  });

  it('watches the metric it is told to, in its direction', async () => {
    const accuracies = [0.5, 0.7, 0.6, 0.7, 0.9];
    let epoch = 0;
    const evaluator = () => ({
      ...classificationEvaluator(2),
      add: () => undefined,
      metrics: () => ({ accuracy: accuracies[epoch++] ?? 0 }),
    });
    const directory = join(folder, 'patience');
    const result = await fit(
      smallFit(directory, { evaluator, patience: 2, monitor: { metric: 'accuracy', better: 'higher' } }),
    );
    expect(result).toMatchObject({ epochs: 4, bestEpoch: 2, stoppedEarly: true });
    expect((await readCheckpoint(bestPath(directory))).progress.step).toBe(26);
  });
});

describe('the guard', () => {
  /** A schedule that lets one update blow up for as long as the learning rate has not been lowered. */
  function fused(at: number, until: number, seen: number[]) {
    return () => (done: number) => {
      if (done + 1 !== at) return 1;
      seen.push(at);
      return seen.length <= until ? Infinity : 1;
    };
  }

  it('goes back to the last good state and on with half the learning rate, also after being cut off', async () => {
    const updates: FitUpdate[] = [];
    const emit = (update: FitUpdate) => Promise.resolve(void updates.push(update));
    const whole = join(folder, 'rewound');
    const result = await fit(smallFit(whole, { schedule: fused(30, 2, []), emit }));
    expect(result).toMatchObject({ steps: 78, epochs: 6 });
    expect(updates.filter(({ kind }) => kind === 'rewound')).toEqual([
      { kind: 'rewound', step: 26, epoch: 3, fault: 'notFinite', factor: 0.5 },
      { kind: 'rewound', step: 26, epoch: 3, fault: 'notFinite', factor: 0.25 },
    ]);
    const points = updates.flatMap((update) => (update.kind === 'steps' ? update.points : []));
    expect(points.at(-1)).toMatchObject({ step: 78, learningRate: 0.0025 });
    const { progress } = await readCheckpoint(lastPath(whole));
    expect(progress.guard.rewinds).toBe(2);
    for (const step of [28, 29, 40]) {
      const cut = join(folder, `rewound-${step}`);
      const seen: number[] = [];
      await diesAt(smallFit(cut, { schedule: fused(30, 2, seen) }), step);
      await goOn(cut, { schedule: fused(30, 2, seen) });
      expect(bytesOf(lastPath(cut)), `cut at ${step}`).toBe(bytesOf(lastPath(whole)));
    }
  });

  it('gives up after the third time', async () => {
    const schedule = fused(5, 9, []);
    await expect(fit(smallFit(join(folder, 'diverged'), { schedule }))).rejects.toMatchObject({
      key: 'training.diverged',
      parameters: { times: 3, epoch: 1 },
    });
  });
});

describe('a checkpoint', () => {
  it('is read by the safetensors of Python, each tensor with its shape', async (context) => {
    context.skip(!python, pythonMissing('safetensors', 'numpy'));
    const directory = join(folder, 'python');
    await fit(smallFit(directory, { epochs: 1 }));
    const script = `
import json, sys
from safetensors.numpy import load_file
print(json.dumps({name: [list(t.shape), t.flatten().tolist()] for name, t in load_file(sys.argv[1]).items()}))`;
    const read = JSON.parse(pythonSays(python ?? '', ['-c', script, lastPath(directory)])) as Record<
      string,
      [number[], number[]]
    >;
    const { state } = await readCheckpoint(lastPath(directory));
    expect(Object.keys(read).toSorted()).toEqual([...state.keys()].toSorted());
    for (const { name, shape } of smallTrainer().tensors) {
      expect(read[name]?.[0]).toEqual(shape);
      expect(read[name]?.[1]).toEqual([...(state.get(name) ?? [])]);
    }
  });
});

describe('rows of different lengths', () => {
  it('meet only rows of their bucket, and each is taken once an epoch', () => {
    const lengths = Array.from({ length: 50 }, (_, row) => 1 + (row % features));
    const train = cloud(50, 6);
    const buckets = bucketsOf(lengths, [2, 4, 6]);
    const sampler = new Sampler({ ...train, buckets, batch: 8 }, 9);
    const orders = [1, 2].map(() => {
      const taken: number[] = [];
      for (let draw = sampler.next(); draw; draw = sampler.next()) {
        for (const row of draw.rows) {
          expect(lengths[row]).toBeLessThanOrEqual(draw.length ?? 0);
          expect(lengths[row]).toBeGreaterThan((draw.length ?? 0) - 2);
        }
        taken.push(...draw.rows);
      }
      expect(taken.toSorted((a, b) => a - b)).toEqual([...Array(50).keys()]);
      sampler.restart();
      return taken;
    });
    expect(orders[0]).not.toEqual(orders[1]);
  });
});
