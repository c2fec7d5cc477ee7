/**
 * @file The LSTM in training: forward and backward in time as two Scans.
 *
 * With gates i, o, f (sigmoid) and z (tanh), in ONNX's order (Hochreiter & Schmidhuber 1997, Gers et al. 2000):
 *
 *   [i o f z] = act(x_t W' + h_{t-1} R' + b),   c_t = i z + f c_{t-1},   h_t = o tanh(c_t)
 *
 * Since tanh(a) = 2 σ(2a) - 1, the rows of z are doubled beforehand and one sigmoid serves all gates, g = [i o f s].
 * Half of the cell is kept: z/2 = s - 1/2, c/2 = i z/2 + f c_{t-1}/2.
 *
 * Backward, with dh and dc arriving from step t + 1:
 *
 *   dc  += dh (o - h tanh c)            since d tanh(c) = 1 - tanh² c and o tanh c = h
 *   d[i] = dc z i (1-i),   d[o] = dh tanh(c) o (1-o),   d[f] = dc c_{t-1} f (1-f),   d[z] = dc i 4 s (1-s)
 *   dh_{t-1} = d[i o f z] R,   dc_{t-1} = dc f
 *
 * So d[i o f z] = [2 1 2 4] ⊙ [dc dh dc dc] ⊙ k with k = (g - g²) ⊙ [z/2, tanh c, c_{t-1}/2, i]. The forward Scan computes
 * k, while its operands are in the processor's cache; the first factor goes into the rows of R and W; only what truly
 * recurs is left to the backward Scan. The weights' gradients are one product over all steps.
 */
import type { GraphBuilder, Value } from '../builder.ts';
import { tensorOf } from '../ir.ts';
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
  if (call.inputs[7]) fail(call, 'with peepholes it can be run but not trained');
  refuse(call, ['activations', 'activation_alpha', 'activation_beta', 'clip', 'input_forget']);
  return operandsOf(builder, call);
}

/** One number for each gate i, o, f, z, as a column over its rows: `[4 hidden, 1]`. */
function perGate(
  builder: GraphBuilder,
  { hidden, elementType }: Operands,
  factors: readonly number[],
): Value {
  const data = factors.flatMap((factor) => Array.from({ length: hidden }, () => factor));
  return builder.constant(tensorOf(elementType, [4 * hidden, 1], data));
}

const forwardFactors = [1, 1, 1, 2];
const backwardFactors = [2, 1, 2, 4];

/** The input projections of all directions, and R as the products inside the Scan take it: rows of z doubled. */
function projections(builder: GraphBuilder, all: Operands) {
  const scale = perGate(builder, all, forwardFactors);
  const bias = addedBias(builder, all);
  return {
    projected: inputProjection(builder, all, {
      w: builder.mul(all.w, scale),
      bias: bias && builder.mul(bias, builder.reshape(scale, all.rows)),
    }),
    recurrent: transposed(builder, stepWeights(builder, builder.mul(all.r, scale))),
  };
}

function scanForward(builder: GraphBuilder, all: Operands, [h0, c0]: readonly (Value | undefined)[]) {
  const { hidden, elementType } = all;
  const { projected, recurrent } = projections(builder, all);
  const half = builder.scalar(0.5, elementType);
  const loop = new Loop(builder, all, {
    name: `${projected[0]!.name}_lstm`,
    backward: false,
    initial: [initialState(builder, all, h0), initialState(builder, all, c0 && builder.mul(c0, half))],
  });
  const { body } = loop;
  const [h, c] = loop.states as [Value, Value];
  const gates = body.emit('Sigmoid', [product(body, h, recurrent, loop.readTime(projected))]);
  const [i, o, f, s] = body.split(gates, -1, [hidden, hidden, hidden, hidden]) as [
    Value,
    Value,
    Value,
    Value,
  ];
  const z = body.sub(s, half);
  const cell = body.add(body.mul(i, z), body.mul(f, c));
  const tanhCell = body.emit('Tanh', [body.add(cell, cell)]);
  const next = body.mul(o, tanhCell);
  const slope = body.sub(gates, body.mul(gates, gates));
  const k = body.mul(slope, body.concat([z, tanhCell, c, i], -1));
  const ofCell = body.sub(o, body.mul(next, tanhCell));
  const kept = [k, ofCell, f].map((value) => loop.keep(value));
  const inTime = [h, next].map((value) => loop.keepTime(value));
  const mask = loop.readMask();
  const states = mask
    ? [passMasked(body, mask, { old: h, next }), passMasked(body, mask, { old: c, next: cell })]
    : [next, cell];
  const results = loop.finish(states);
  const at = (index: number) => results.kept[index]!;
  return {
    states: results.states as [Value, Value],
    kept: kept.map(at),
    before: inTime[0]!.map(at),
    sequence: inTime[1]!.map(at),
  };
}

export const lstm: TrainableForm = {
  forward(builder, call) {
    const all = operands(builder, call);
    const { states, kept, before, sequence } = scanForward(builder, all, call.inputs.slice(5, 7));
    const [h, c] = states;
    return {
      outputs: [
        sequenceOf(builder, all, sequence),
        outerState(builder, all, h),
        outerState(builder, all, builder.add(c, c)),
      ],
      residuals: [...kept, ...before],
    };
  },

  backward(step) {
    const { builder } = step;
    const all = operands(builder, step);
    const { time, batch, input, hidden, rows, reversed } = all;
    const scale = perGate(builder, all, backwardFactors);
    const { gates, dh, dc } = backwardInTime(step, all, builder.mul(all.r, scale));
    const x = builder.reshape(all.x, time * batch, input);
    const w = builder.mul(all.w, scale);
    const parts = reversed.map((_, direction) => {
      const d = builder.reshape(gates[direction]!, time * batch, rows);
      const before = builder.reshape(step.residuals[3 + direction]!, time * batch, hidden);
      const both = builder.emit('Gemm', [d, builder.concat([x, before], 1)], { transA: 1 });
      const [dw, dr] = builder.split(builder.mul(both, scale), 1, [input, hidden]) as [Value, Value];
      const db = builder.mul(builder.reshape(columnSum(builder, d), rows), builder.reshape(scale, rows));
      return { d, dw, dr, db: builder.concat([db, db], 0) };
    });
    const dx = () =>
      parts.map(({ d }, direction) => builder.emit('Gemm', [d, ofDirection(builder, w, direction)]));
    return [
      step.wanted(0) ? builder.reshape(sumOf(builder, dx()), time, batch, input) : undefined,
      stackDirections(
        builder,
        parts.map(({ dw }) => dw),
      ),
      stackDirections(
        builder,
        parts.map(({ dr }) => dr),
      ),
      all.bias &&
        stackDirections(
          builder,
          parts.map(({ db }) => db),
        ),
      undefined,
      outerState(builder, all, dh),
      outerState(builder, all, dc),
    ];
  },
};

/** The Scan back in time: the gates' gradients, one `[time, batch, 4 hidden]` a direction, and those of the first states. */
function backwardInTime({ builder, residuals, upstream }: Backward, all: Operands, scaled: Value) {
  const [dSequence, dLast, dLastCell] = upstream;
  const recurrent = stepWeights(builder, scaled);
  const loop = new Loop(builder, all, {
    name: `${residuals[0]!.name}_back`,
    backward: true,
    initial: [initialState(builder, all, dLast), initialState(builder, all, dLastCell)],
  });
  const { body } = loop;
  const [hArriving, cArriving] = loop.states as [Value, Value];
  const [k, ofCell, f] = residuals.slice(0, 3).map((value) => loop.read(value)) as [Value, Value, Value];
  const dAll = dSequence
    ? body.add(hArriving, loop.readTime(ofSequence(builder, all, dSequence)))
    : hArriving;
  const mask = loop.readMask();
  const dh = mask ? body.mul(dAll, mask) : dAll;
  const dcOwn = mask ? body.mul(cArriving, mask) : cArriving;
  const dc = body.add(dcOwn, body.mul(dh, ofCell));
  const gates = body.mul(body.concat([dc, dh, dc, dc], -1), k);
  const dhBefore = product(body, gates, recurrent, mask && body.sub(dAll, dh));
  const through = body.mul(dc, f);
  const dcBefore = mask ? body.add(through, body.sub(cArriving, dcOwn)) : through;
  const places = loop.keepTime(gates);
  const { states, kept } = loop.finish([dhBefore, dcBefore]);
  return { gates: places.map((place) => kept[place]!), dh: states[0]!, dc: states[1]! };
}
