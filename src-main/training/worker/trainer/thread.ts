/** @file The thread that prepares batches: it fills the slots it is told to, in order. */
import { parentPort, workerData } from 'node:worker_threads';
import { tensorsIn, type Order, type ThreadData } from './ahead.ts';
import { fillBatch } from './gather.ts';

const { supply, memory, done } = workerData as ThreadData;

parentPort?.on('message', (order: Order) => {
  const slot = order.ticket % memory.length;
  fillBatch(supply, order, order, tensorsIn(memory[slot]!, supply.columns, order));
  Atomics.store(done, slot, order.ticket);
  Atomics.notify(done, slot);
});
