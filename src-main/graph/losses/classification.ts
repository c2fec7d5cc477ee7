/** @file Losses of classifiers that choose one of several classes. */
import { constantLike, numeric } from '../autodiff/rule.ts';
import type { GraphBuilder, Value } from '../builder.ts';
import { GraphError, sizeOf, tensorOf } from '../ir.ts';
import { classesOf, weightedMean, type Loss, type LossInputs } from './loss.ts';

export interface CrossEntropyOptions {
  /** Share of the target that is spread over all classes evenly, 0 to 1; 0 unless said otherwise. */
  readonly labelSmoothing?: number;
  /** A factor for each class, in their order. */
  readonly classWeights?: readonly number[];
  /** Positions with this label count for nothing, such as those of padding. */
  readonly ignoreIndex?: number;
}

/**
 * Softmax cross-entropy in nats: logits `[batch, …, classes]`, labels int32 `[batch, …]`. With p = softmax(logits), a
 * factor w for each class and a share s of label smoothing (Szegedy et al. 2016, section 7), for a label y of C classes
 *
 *   l = -(1 - s) w_y ln p_y - s/C Σ_c w_c ln p_c
 *
 * and the mean is Σ l / Σ w_y over the positions that are not ignored, as PyTorch's cross_entropy has it. With targets
 * t = (1 - s) w_y onehot(y) + s/C w the derivative is p Σ t - t. Throws GraphError when shapes or options do not fit.
 */
export function softmaxCrossEntropy(options: CrossEntropyOptions = {}): Loss {
  return (builder, inputs) => {
    const { output } = inputs;
    checkOptions(options, classesOf(output));
    const logProbabilities = builder.emit('LogSoftmax', [output], { axis: -1 });
    const { goals, counts } = goalsOf(builder, inputs, options);
    const negative = builder.emit('Neg', [overClasses(builder, builder.mul(logProbabilities, goals))]);
    const slope = () => {
      const probabilities = builder.emit('Exp', [logProbabilities]);
      const share = counts && builder.mul(probabilities, overClasses(builder, goals));
      return builder.sub(share ?? probabilities, goals);
    };
    return weightedMean(builder, inputs, { each: negative, slope, ...(counts && { counts }) });
  };
}

function checkOptions(
  { labelSmoothing = 0, classWeights, ignoreIndex }: CrossEntropyOptions,
  classes: number,
): void {
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1))
    throw new GraphError(`label smoothing is a share from 0 to 1, not ${labelSmoothing}`);
  if (classWeights && classWeights.length !== classes)
    throw new GraphError(`there are ${classWeights.length} class weights for ${classes} classes`);
  if (classWeights?.some((weight) => !(weight >= 0)))
    throw new GraphError(`class weights must be 0 or more, not ${classWeights.join(', ')}`);
  if (ignoreIndex !== undefined && !Number.isInteger(ignoreIndex))
    throw new GraphError(`the label to ignore must be a whole number, not ${ignoreIndex}`);
}

/** What each class should get, `[batch, …, classes]`, and what each position counts for, where that is not always 1. */
interface Goals {
  readonly goals: Value;
  readonly counts?: Value;
}

function goalsOf(builder: GraphBuilder, inputs: LossInputs, options: CrossEntropyOptions): Goals {
  const { labelSmoothing: smoothing = 0, classWeights, ignoreIndex } = options;
  const { output } = inputs;
  const classes = classesOf(output);
  const label = labelsOf(builder, inputs);
  const chosen = oneHot(builder, label, output);
  const weights = classWeights ?? Array.from({ length: classes }, () => 1);
  const spread = weights.map((weight) => (weight * smoothing) / classes);
  const row = (values: readonly number[]) => builder.constant(tensorOf(numeric(output), [classes], values));
  if (!classWeights && ignoreIndex === undefined) {
    if (smoothing === 0) return { goals: chosen };
    const most = builder.mul(chosen, constantLike(builder, output, 1 - smoothing));
    return { goals: builder.add(most, row(spread)) };
  }
  const counted = builder.mul(
    chosen,
    row(weights.map((weight, index) => (index === ignoreIndex ? 0 : weight))),
  );
  const counts = overClasses(builder, counted);
  if (smoothing === 0) return { goals: counted, counts };
  const most = builder.mul(counted, constantLike(builder, output, 1 - smoothing));
  const even = ignoreIndex === undefined ? row(spread) : keptRow(builder, label, [row(spread), ignoreIndex]);
  return { goals: builder.add(most, even), counts };
}

/** A row of values at every position whose label is not ignored, zeros elsewhere. */
function keptRow(builder: GraphBuilder, label: Value, [row, ignored]: readonly [Value, number]): Value {
  const ignoredLabel = builder.emit('Equal', [label, builder.scalar(ignored, 'int32')]);
  return builder.emit('Where', [ignoredLabel, constantLike(builder, row, 0), row]);
}

/** Labels `[batch, …]` as int32 `[batch, …, 1]`. Throws GraphError when they are not one for each position. */
export function labelsOf(builder: GraphBuilder, { output, target }: LossInputs): Value {
  const places = output.shape.slice(0, -1).map(sizeOf);
  if (target.shape.join() !== places.join())
    throw new GraphError(
      `logits [${output.shape.join(',')}] need labels [${places.join(',')}], and "${target.name}" is [${target.shape.join(',')}]`,
    );
  return builder.reshape(builder.cast(target, 'int32'), ...places, 1);
}

/** Class numbers `[…, 1]` -> `[…, classes]` with a 1 in each row. Comparing runs on every provider; OneHot does not. */
export function oneHot(builder: GraphBuilder, labels: Value, output: Value): Value {
  const classes = classesOf(output);
  const numbers = Array.from({ length: classes }, (_, index) => index);
  const all = builder.constant(tensorOf('int32', [classes], numbers));
  return builder.cast(builder.emit('Equal', [labels, all]), output.elementType);
}

/** The sum over classes, the last axis staying with size 1. */
function overClasses(builder: GraphBuilder, value: Value): Value {
  return builder.emit('ReduceSum', [value, builder.integers(-1)], { keepdims: 1 });
}

export interface FocalOptions {
  /** How strongly easy examples are played down, 0 or more; 2 unless said otherwise. */
  readonly gamma?: number;
}

export interface SoftmaxFocalOptions extends FocalOptions {
  /** A factor for each class (α), in their order. */
  readonly classWeights?: readonly number[];
}

/**
 * Focal loss over several classes (Lin et al. 2017, equation 5): logits `[batch, …, classes]`, labels int32
 * `[batch, …]`; with p = softmax(logits)_y, l = -α_y (1 - p)^γ ln p. The mean is over positions (α does not count),
 * and with q = 1 - p the derivative is α_y (γ q^(γ-1) p ln p - q^γ) (onehot(y) - softmax(logits)).
 */
export function softmaxFocal({ gamma = 2, classWeights }: SoftmaxFocalOptions = {}): Loss {
  if (!(gamma >= 0)) throw new GraphError(`the focal loss needs a gamma of 0 or more, not ${gamma}`);
  return (builder, inputs) => {
    const { output } = inputs;
    checkOptions(classWeights ? { classWeights } : {}, classesOf(output));
    const number = (value: number) => constantLike(builder, output, value);
    const chosen = oneHot(builder, labelsOf(builder, inputs), output);
    const logProbabilities = builder.emit('LogSoftmax', [output], { axis: -1 });
    const logP = overClasses(builder, builder.mul(logProbabilities, chosen));
    const p = builder.emit('Exp', [logP]);
    // Kept from zero so that its power and its logarithm exist; the loss there is zero in float32 anyway.
    const least = number(1e-7);
    const q = builder.add(builder.emit('Relu', [builder.sub(number(1 - 1e-7), p)]), least);
    const eased = builder.emit('Exp', [builder.mul(builder.emit('Log', [q]), number(gamma))]);
    const alpha = classWeights
      ? overClasses(
          builder,
          builder.mul(
            chosen,
            builder.constant(tensorOf(numeric(output), [classWeights.length], classWeights)),
          ),
        )
      : number(1);
    const each = builder.emit('Neg', [builder.mul(builder.mul(alpha, eased), logP)]);
    const slope = () => {
      const inner = builder.div(builder.mul(builder.mul(p, logP), number(gamma)), q);
      const byLog = builder.mul(builder.mul(alpha, eased), builder.sub(inner, number(1)));
      return builder.mul(byLog, builder.sub(chosen, builder.emit('Exp', [logProbabilities])));
    };
    return weightedMean(builder, inputs, { each, slope });
  };
}
