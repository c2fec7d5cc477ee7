/** @file Optimizers. */
export type { Optimizer, Update } from './optimizer.ts';
export { adagrad, type AdagradOptions } from './adagrad.ts';
export { adam, adamW, type AdamOptions } from './adam.ts';
export { lion, type LionOptions } from './lion.ts';
export { rmsprop, type RmspropOptions } from './rmsprop.ts';
export { sgd, type SgdOptions } from './sgd.ts';
