/** @file The entry of the thread that works on the second shard. An error ends the thread, which tells the trainer. */
import { parentPort, workerData } from 'node:worker_threads';
import { Shard, type Part, type ShardSpec } from './shard.ts';
import type { SideIndex } from './step-runner.ts';

export interface ShardRequest {
  readonly part: Part;
  readonly side: SideIndex;
}

const shard = await Shard.open(workerData as ShardSpec);
parentPort?.on('message', ({ part, side }: ShardRequest) => {
  void shard.run(part, side).then(() => parentPort?.postMessage('done'));
});
parentPort?.postMessage('ready');
