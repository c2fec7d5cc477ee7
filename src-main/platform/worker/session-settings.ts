/** @file What every session of ONNX Runtime that a worker opens is told, whatever it is for. */
import { denormalsAsZero } from './denormals.ts';

/**
 * The threads of a session turn in circles between two operators, so that the next one starts at once. On a machine of its
 * own that is the fastest; where more sessions than cores compute, each takes time from the others. `LATHE_SPINNING=off`
 * has them sleep instead. What is computed is the same, to the bit.
 */
const spinning = process.env['LATHE_SPINNING'] === 'off' ? { 'intra_op.allow_spinning': '0' } : {};

export const sessionSettings: Readonly<Record<string, string>> = { ...denormalsAsZero, ...spinning };
