/** @file Text generators: sampling, reading with a cache, writing. */
export { generate, type Ending, type Piece, type Writing } from './generate.ts';
export {
  generatorMetadata,
  generatorMetadataOf,
  openGenerator,
  type Generator,
  type Reader,
} from './reader.ts';
export { samplerOf, type Sampler, type Sampling } from './sampler.ts';
export { crossEntropyOf, type TextEvaluation } from './cross-entropy.ts';
