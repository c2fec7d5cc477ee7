/**
 * @file A whole small training with a checkpoint after each update, in a folder: it goes on from there if it can. Prints
 * `step N` as it goes, and at the end `sha256 HASH` of its last checkpoint.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { Random } from '../../src-main/graph/index.ts';
import { fit, lastPath, readCheckpoint } from '../../src-main/training/worker/trainer/index.ts';
import { smallFit, smallTrainer } from '../../src-main/training/worker/trainer/small.fixture.ts';

const directory = process.argv[2] ?? '';
const path = lastPath(directory);
const checkpoint = existsSync(path) ? await readCheckpoint(path) : undefined;
await fit(
  smallFit(directory, {
    trainer: smallTrainer(checkpoint?.state ?? new Random(3)),
    resume: checkpoint?.progress,
    checkpointSeconds: 0,
    emit: async (update) => {
      if (update.kind === 'checkpoint') console.log(`step ${update.step}`);
    },
  }),
);
console.log(`sha256 ${createHash('sha256').update(readFileSync(path)).digest('hex')}`);
