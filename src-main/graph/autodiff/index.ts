/** @file Reverse-mode differentiation: the table of gradient rules, the tape, and the walk back over it. */
import { GraphBuilder, type Value } from '../builder.ts';
import { GraphError } from '../ir.ts';
import { attributesOf, type AttributeInput, type Op } from '../ops/index.ts';
import { activationGradients } from './activation.ts';
import { attentionGradients } from './attention.ts';
import { blockedGradients } from './blocked.ts';
import { controlGradients } from './control.ts';
import { convolutionGradients } from './convolution.ts';
import { creationGradients } from './creation.ts';
import { elementwiseGradients } from './elementwise.ts';
import { indexingGradients } from './indexing.ts';
import { matrixGradients } from './matrix.ts';
import { movementGradients } from './movement.ts';
import { normalizationGradients } from './normalization.ts';
import { recurrentGradients } from './recurrent.ts';
import { reductionGradients } from './reduction.ts';
import { textGradients } from './text.ts';
import { numeric, requireValue, type Differentiable, type GradientRule, type TapeEntry } from './rule.ts';

export type { Backward, Differentiable, GradientRule, TapeEntry } from './rule.ts';

/** Total over `Op`: an operator without a gradient says why. */
export const gradientRules: Readonly<Record<Op, Differentiable>> = {
  ...elementwiseGradients,
  ...activationGradients,
  ...reductionGradients,
  ...matrixGradients,
  ...movementGradients,
  ...indexingGradients,
  ...creationGradients,
  ...convolutionGradients,
  ...blockedGradients,
  ...normalizationGradients,
  ...recurrentGradients,
  ...controlGradients,
  ...textGradients,
  ...attentionGradients,
};

/**
 * A builder that records what it builds, so that `gradients` can walk back over it. Operators with a training form
 * are built in that form.
 */
export class Tape extends GraphBuilder {
  readonly #entries: TapeEntry[] = [];
  #recording = true;

  override emitAll(
    op: Op,
    inputs: readonly (Value | undefined)[],
    attributes: Readonly<Record<string, AttributeInput>> = {},
    count = 1,
  ): readonly Value[] {
    if (!this.#recording) return super.emitAll(op, inputs, attributes, count);
    const rule = gradientRules[op];
    const call = { op, name: op, attributes: attributesOf(op, attributes), inputs };
    const { outputs, residuals } =
      typeof rule === 'object' && 'forward' in rule
        ? this.unrecorded(() => rule.forward(this, call))
        : { outputs: super.emitAll(op, inputs, attributes, count), residuals: [] };
    this.#entries.push({ ...call, name: outputs[0]?.name ?? op, outputs, residuals });
    return outputs.slice(0, count);
  }

  override withGradient(
    inputs: readonly Value[],
    build: () => Value,
    gradient: (upstream: Value) => readonly Value[],
  ): Value {
    const output = this.unrecorded(build);
    const rule: GradientRule = (step) => gradient(requireValue(step, step.upstream[0]));
    const call = { op: 'Identity', name: output.name, attributes: {}, inputs } as const;
    if (this.#recording) this.#entries.push({ ...call, outputs: [output], residuals: [], rule });
    return output;
  }

  /** What has been recorded, first to last. */
  entries(): readonly TapeEntry[] {
    return this.#entries;
  }

  /** Builds without recording. */
  unrecorded<Result>(build: () => Result): Result {
    const before = this.#recording;
    this.#recording = false;
    try {
      return build();
    } finally {
      this.#recording = before;
    }
  }
}

/**
 * Gradients of a scalar with respect to some values of the tape (reverse mode: Baydin et al. 2018, section 3.2).
 * Throws GraphError, naming the operation and the reason, when the way from `loss` to one of them crosses an operator
 * that has no gradient, and when `loss` does not depend on one at all.
 */
export function gradients(tape: Tape, loss: Value, withRespectTo: readonly Value[]): readonly Value[] {
  return tape.unrecorded(() => {
    const active = activeValues(tape.entries(), withRespectTo);
    const total = new Map([[loss.name, ones(tape, loss)]]);
    for (const entry of tape.entries().toReversed()) walkBack(tape, entry, { active, total });
    return withRespectTo.map((value) => total.get(value.name) ?? independent(tape.entries(), value));
  });
}

function ones(tape: Tape, loss: Value): Value {
  if (loss.shape.length > 0) unreachable(`the loss must be one number, not [${loss.shape.join(',')}]`);
  return tape.scalar(1, numeric(loss));
}

function unreachable(message: string): never {
  throw new GraphError(message);
}

/** Names of all values that depend on one of the given values. */
function activeValues(entries: readonly TapeEntry[], from: readonly Value[]): ReadonlySet<string> {
  const active = new Set(from.map(({ name }) => name));
  for (const { op, inputs, outputs } of entries)
    if (!isZero(op) && inputs.some((value) => value && active.has(value.name)))
      for (const { name } of outputs) active.add(name);
  return active;
}

function isZero(op: Op): boolean {
  const rule = gradientRules[op];
  return 'zero' in rule && rule.zero === true;
}

/** The loss does not depend on a value, or only through operators whose derivative is zero, which are then named. */
function independent(entries: readonly TapeEntry[], value: Value): never {
  const active = activeValues(entries, [value]);
  const stops = entries.filter(
    ({ op, inputs }) => isZero(op) && inputs.some((input) => input && active.has(input.name)),
  );
  const through = [...new Set(stops.map(({ op }) => op))].join(', ');
  return unreachable(
    `the loss does not depend on "${value.name}"` +
      (through === '' ? '' : `, or only through ${through}, whose derivative is zero wherever it exists`),
  );
}

interface Walk {
  readonly active: ReadonlySet<string>;
  readonly total: Map<string, Value>;
}

/** Applies one operation's rule and adds what it gives to the gradients of the operation's inputs. */
function walkBack(tape: Tape, entry: TapeEntry, { active, total }: Walk): void {
  const upstream = entry.outputs.map(({ name }) => total.get(name));
  const wanted = (input: number) => active.has(entry.inputs[input]?.name ?? '');
  if (upstream.every((gradient) => !gradient) || !entry.inputs.some((_, input) => wanted(input))) return;
  const results = ruleOf(entry)({ ...entry, builder: tape, upstream, wanted });
  for (const [input, gradient] of results.entries()) {
    const { name } = entry.inputs[input] ?? {};
    if (!gradient || name === undefined || !active.has(name)) continue;
    const before = total.get(name);
    total.set(name, before ? tape.add(before, gradient) : gradient);
  }
}

function ruleOf(entry: TapeEntry): GradientRule {
  if (entry.rule) return entry.rule;
  const rule = gradientRules[entry.op];
  if (typeof rule === 'function') return rule;
  if ('backward' in rule) return rule.backward;
  throw new GraphError(`no gradient: ${rule.reason}`, entry);
}
