/** @file Losses of detectors without anchors: which cells hold the middle of an object, and numbers of those that do. */
import { constantLike } from '../autodiff/rule.ts';
import type { GraphBuilder, Value } from '../builder.ts';
import { GraphError, sizeOf } from '../ir.ts';
import { softplus } from './binary.ts';
import { targetLike, type Loss, type LossInputs } from './loss.ts';

/**
 * Penalty-reduced focal loss (Law & Deng 2018, CornerNet, equation 1; Zhou et al. 2019, CenterNet, equation 1) with
 * α = 2, β = 4: logits x and targets y of 0 to 1 of the same shape `[batch, …]`, y being 1 at the middles of objects and
 * less the farther away. With p = σ(x), q = σ(-x):
 *
 *   l = -q² ln p where y = 1,  -(1 - y)⁴ p² ln q elsewhere;  dl/dx = 2 p q² ln p - q³,  (1 - y)⁴ (p³ - 2 p² q ln q)
 *
 * The sum is divided by the weighted number of middles, at least 1. Logarithms are softplus(±x), which stay finite.
 */
export function centerFocal(): Loss {
  return (builder, inputs) => {
    const { output: x } = inputs;
    const y = targetLike(builder, inputs);
    const number = (value: number) => constantLike(builder, x, value);
    const product = (...values: readonly Value[]) => values.reduce((a, b) => builder.mul(a, b));
    const middle = builder.cast(builder.emit('Equal', [y, number(1)]), x.elementType);
    const minus = builder.emit('Neg', [x]);
    const [p, q] = [builder.emit('Sigmoid', [x]), builder.emit('Sigmoid', [minus])];
    const [minusLogP, minusLogQ] = [softplus(builder, minus), softplus(builder, x)];
    const far = builder.sub(number(1), y);
    const eased = product(far, far, far, far);
    const other = builder.sub(number(1), middle);
    const at = (here: Value, elsewhere: Value) =>
      builder.add(builder.mul(middle, here), product(other, eased, elsewhere));
    return overCount(builder, inputs, {
      each: at(product(q, q, minusLogP), product(p, p, minusLogQ)),
      slope: () => {
        const two = number(2);
        const here = builder.add(product(two, p, q, q, minusLogP), product(q, q, q));
        const elsewhere = builder.add(product(p, p, p), product(two, p, p, q, minusLogQ));
        return at(builder.emit('Neg', [here]), elsewhere);
      },
      counts: middle,
    });
  };
}

export interface MaskedDistanceOptions {
  /** What each number of a place counts for; 1 unless given. */
  readonly weights?: readonly number[];
}

/**
 * Σ |output - target| over the places that count, divided by their weighted number, at least 1: outputs
 * `[batch, …, n]`, targets `[batch, …, n + 1]`, whose last number is 1 where the place counts and 0 where it does not.
 * The derivative is the sign of the difference, 0 where there is none.
 */
export function maskedDistance({ weights }: MaskedDistanceOptions = {}): Loss {
  return (builder, inputs) => {
    const { output, target } = inputs;
    const numbers = sizeOf(output.shape.at(-1));
    if (
      target.shape.slice(0, -1).join() !== output.shape.slice(0, -1).join() ||
      target.shape.at(-1) !== numbers + 1
    )
      throw new GraphError(
        `the output "${output.name}" is [${output.shape.join(',')}] and needs a target with one number more a place, not [${target.shape.join(',')}]`,
      );
    const axis = output.shape.length - 1;
    const [truth, counts] = builder.split(builder.cast(target, output.elementType), axis, [numbers, 1]) as [
      Value,
      Value,
    ];
    const row = Float32Array.from({ length: numbers }, (_, index) => weights?.[index] ?? 1);
    const factors = builder.cast(
      builder.constant({ elementType: 'float32', shape: [numbers], data: row }),
      output.elementType,
    );
    const share = builder.mul(counts, factors);
    const difference = builder.sub(output, truth);
    return overCount(builder, inputs, {
      each: builder.mul(builder.emit('Abs', [difference]), share),
      slope: () => builder.mul(builder.emit('Sign', [difference]), share),
      counts,
    });
  };
}

interface CountedTerms {
  /** Loss of each number, of the output's shape. */
  readonly each: Value;
  readonly slope: () => Value;
  /** Adds up to what the sum is divided by; its last axis may be 1. */
  readonly counts: Value;
}

/** Σ w l / max(1, Σ w c). */
function overCount(
  builder: GraphBuilder,
  { output, weights }: LossInputs,
  { each, slope, counts }: CountedTerms,
): Value {
  const [batch = 1, ...places] = output.shape.map(sizeOf);
  const rows = builder.reshape(builder.cast(weights, output.elementType), batch, ...places.map(() => 1));
  const axes = [...output.shape.keys()];
  const share = () => {
    const count = builder.sum(builder.mul(counts, rows), axes);
    return builder.div(rows, builder.emit('Max', [count, constantLike(builder, count, 1)]));
  };
  return builder.withGradient(
    [output],
    () => builder.sum(builder.mul(each, share()), axes),
    (upstream) => [builder.mul(builder.mul(slope(), share()), upstream)],
  );
}
