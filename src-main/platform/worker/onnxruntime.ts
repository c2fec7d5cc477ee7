/** @file ONNX Runtime, silent. The one door to it, in workers and in tests: a rule of ESLint refuses every other. */
import '../pool/silence.ts';

// eslint-disable-next-line no-restricted-imports -- this is the door
export { InferenceSession, Tensor, env, listSupportedBackends } from 'onnxruntime-node';
