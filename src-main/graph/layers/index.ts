/** @file Layers by family. */
export { declarations, layerOf, parameterCount, sequential } from './layer.ts';
export type { Layer, Parameter, Scope } from './layer.ts';
export { relu, sigmoid, tanh } from './activation.ts';
export { dense, type DenseOptions } from './dense.ts';
export { embedding, type EmbeddingOptions } from './embedding.ts';
export { lstm, timeMajor, type LstmOptions } from './recurrent.ts';
