/**
 * @file The simple recurrent network in training (Elman 1990), with f = tanh or max(·, 0):
 *
 *   h_t = f(x_t W' + h_{t-1} R' + b);   backward   d = dh f'(h_t),   dh_{t-1} = d R
 *
 * where f' is 1 - h² or [h > 0]: it follows from h alone, for all steps before the Scan.
 */
import type { GraphBuilder, Value } from '../builder.ts';
import { fail, type Backward, type TrainableForm } from './rule.ts';
import {
  Loop,
  addedBias,
  columnSum,
  initialState,
  inputProjection,
  ofDirection,
  ofSequence,
  operandsOf,
  outerState,
  passMasked,
  product,
  refuse,
  sequenceOf,
  stackDirections,
  stepWeights,
  sumOf,
  transposed,
  type Call,
  type Operands,
} from './sequence.ts';

function operands(builder: GraphBuilder, call: Call): Operands {
  refuse(call, ['activation_alpha', 'activation_beta', 'clip']);
  return operandsOf(builder, call);
}

/** The activation, which both directions must share. */
function activationOf(call: Call): 'Tanh' | 'Relu' {
  const { activations } = call.attributes;
  const names = activations?.kind === 'strings' ? activations.value : ['Tanh'];
  const [first = ''] = names;
  if ((first === 'Tanh' || first === 'Relu') && names.every((name) => name === first)) return first;
  return fail(
    call,
    `with the activations ${names.join(', ')} it can be run but not trained; Tanh or Relu can`,
  );
}

export const rnn: TrainableForm = {
  forward(builder, call) {
    const all = operands(builder, call);
    const activation = activationOf(call);
    const projected = inputProjection(builder, all, { w: all.w, bias: addedBias(builder, all) });
    const recurrent = transposed(builder, stepWeights(builder, all.r));
    const loop = new Loop(builder, all, {
      name: `${projected[0]!.name}_rnn`,
      backward: false,
      initial: [initialState(builder, all, call.inputs[5])],
    });
    const { body } = loop;
    const [h] = loop.states as [Value];
    const next = body.emit(activation, [product(body, h, recurrent, loop.readTime(projected))]);
    const kept = loop.keep(next);
    const before = loop.keepTime(h);
    const inOrder = all.reversed.length === 1 && !all.reversed[0];
    const sequence = inOrder ? [kept] : loop.keepTime(next);
    const mask = loop.readMask();
    const results = loop.finish([mask ? passMasked(body, mask, { old: h, next }) : next]);
    const at = (index: number) => results.kept[index]!;
    return {
      outputs: [sequenceOf(builder, all, sequence.map(at)), outerState(builder, all, results.states[0]!)],
      residuals: [at(kept), ...before.map(at)],
    };
  },

  backward(step) {
    const { builder } = step;
    const all = operands(builder, step);
    const { time, batch, input, hidden, reversed } = all;
    const { sums, dh } = backwardInTime(step, all);
    const x = builder.reshape(all.x, time * batch, input);
    const parts = reversed.map((_, direction) => {
      const d = builder.reshape(sums[direction]!, time * batch, hidden);
      const before = builder.reshape(step.residuals[1 + direction]!, time * batch, hidden);
      const both = builder.emit('Gemm', [d, builder.concat([x, before], 1)], { transA: 1 });
      const [dw, dr] = builder.split(both, 1, [input, hidden]) as [Value, Value];
      const db = builder.reshape(columnSum(builder, d), hidden);
      return { d, dw, dr, db: builder.concat([db, db], 0) };
    });
    const stack = (of: (part: (typeof parts)[number]) => Value) => stackDirections(builder, parts.map(of));
    const dx = () =>
      parts.map(({ d }, direction) => builder.emit('Gemm', [d, ofDirection(builder, all.w, direction)]));
    return [
      step.wanted(0) ? builder.reshape(sumOf(builder, dx()), time, batch, input) : undefined,
      stack(({ dw }) => dw),
      stack(({ dr }) => dr),
      all.bias && stack(({ db }) => db),
      undefined,
      outerState(builder, all, dh),
    ];
  },
};

/** The gradients of the sums inside f, one `[time, batch, hidden]` a direction, and of the first state. */
function backwardInTime(step: Backward, all: Operands) {
  const { builder, residuals, upstream } = step;
  const [dSequence, dLast] = upstream;
  const h = residuals[0]!;
  const loop = new Loop(builder, all, {
    name: `${h.name}_back`,
    backward: true,
    initial: [initialState(builder, all, dLast)],
  });
  const { body } = loop;
  const [arriving] = loop.states as [Value];
  const dAll = dSequence ? body.add(arriving, loop.readTime(ofSequence(builder, all, dSequence))) : arriving;
  const mask = loop.readMask();
  const dh = mask ? body.mul(dAll, mask) : dAll;
  const d = body.mul(dh, loop.read(slopeOf(builder, activationOf(step), h)));
  const before = product(body, d, stepWeights(builder, all.r), mask && body.sub(dAll, dh));
  const places = loop.keepTime(d);
  const { states, kept } = loop.finish([before]);
  return { sums: places.map((place) => kept[place]!), dh: states[0]! };
}

/** f' by the value of f. */
function slopeOf(builder: GraphBuilder, activation: 'Tanh' | 'Relu', h: Value): Value {
  const elementType = h.elementType === 'float64' ? 'float64' : 'float32';
  if (activation === 'Tanh') return builder.sub(builder.scalar(1, elementType), builder.mul(h, h));
  return builder.cast(builder.emit('Less', [builder.scalar(0, elementType), h]), elementType);
}
