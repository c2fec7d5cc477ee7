/** @file Optimizers. */
export type { Optimizer, Update } from './optimizer.ts';
export { adam, type AdamOptions } from './adam.ts';
