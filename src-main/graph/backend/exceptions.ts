/** @file ONNX's node tests that stop on their way through Lathe, by reason. Operators outside the tables are not listed. */

export interface Exception {
  readonly reason: string;
  readonly stage: 'shape' | 'runtime' | 'result';
  /** What the verifier, the runtime or the comparison says. */
  readonly why: RegExp;
  /** All tests of these names stop here; without it, whichever say so. */
  readonly tests?: RegExp;
}

export const exceptions: readonly Exception[] = [
  {
    reason: 'the graph computes a shape while it runs; compiled graphs know theirs before',
    stage: 'shape',
    why: /must be a constant|is not known before/,
  },
  {
    reason: 'a form that the compiler does not write and no rule takes',
    stage: 'shape',
    why: /not supported|only .* supported|has no attribute|need at least two axes|pads for|is \w+, not \w+/,
  },
  {
    reason: 'Scan without num_scan_inputs of its own version',
    stage: 'shape',
    why: /the body takes 2 values/,
    tests: /^test_scan_sum$/,
  },
  {
    reason: 'a type that the operator takes only in a later version than graphs here import',
    stage: 'runtime',
    why: /Type 'tensor\(\w+\)' of input parameter .* is invalid/,
  },
  {
    reason: 'ONNX Runtime has no kernel for this type on the CPU',
    stage: 'runtime',
    why: /Could not find an implementation|is not defined for empty set with bool type/,
  },
  {
    reason: 'the locale en_US, which not every machine has; Lathe writes "C"',
    stage: 'runtime',
    why: /Locale/,
  },
  {
    reason: 'ONNX Runtime measures align_corners by the size that the scales give before rounding',
    stage: 'result',
    why: /^Y: element 1 is/,
    tests: /^test_resize_downsample_scales_(linear|cubic)_align_corners$/,
  },
  {
    reason: 'the floored remainder of floating-point numbers, which ONNX Runtime does not have',
    stage: 'runtime',
    why: /running Mod node/,
    tests: /^test_mod_float/,
  },
  {
    reason: 'random numbers, which no two runtimes draw alike',
    stage: 'result',
    why: /element \d+ is/,
    tests: /^test_(bernoulli(_\w+)?|training_dropout(_default)?(_mask)?)$/,
  },
  {
    reason: 'a sum in half precision, rounded in another order',
    stage: 'result',
    why: /^Y: element 34 is 0\.504/,
    tests: /^test_attention_4d_gqa_with_past_and_present_fp16_expanded$/,
  },
];
