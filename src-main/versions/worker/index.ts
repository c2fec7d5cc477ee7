/** @file Frozen versions as other rooms' workers read them. */
export { countRows, rowsOf, type Edition, type FrozenVersion, type Learned, type Split } from './frozen.ts';
