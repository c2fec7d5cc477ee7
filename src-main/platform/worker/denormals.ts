/** @file Numbers too small to be normal: they count as zero in every session. */

/**
 * Settings for each session that a worker opens. Gradients far back in time and the averages of a weight that nothing
 * moves shrink into denormal numbers, and one operation on them takes up to a hundred times as long. For the thread
 * that calls the runtime its **first** session decides for the life of the process, whatever that session is for
 * (`std::once_flag` in the constructor of ONNX Runtime's InferenceSession); so none may be without.
 */
export const denormalsAsZero = { set_denormal_as_zero: '1' } as const;
