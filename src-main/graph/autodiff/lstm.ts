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
import { float32 } from '../ir.ts';
import { fail, type Backward, type TrainableForm, type TrainingForward } from './rule.ts';
import {
  Loop,
  addedBias,
  columnSum,
  initialState,
  inputProjection,
  ofDirection,
  operandsOf,
  passMasked,
  product,
  refuse,
  stepWeights,
  transposed,
  type Operands,
} from './sequence.ts';

function operands(builder: GraphBuilder, call: Parameters<TrainingForward>[1]): Operands {
  if (call.inputs[7]) fail(call, 'with peepholes it can be run but not trained');
  refuse(call, ['activations', 'activation_alpha', 'activation_beta', 'clip', 'input_forget']);
  return operandsOf(builder, call);
}

/** One number for each gate i, o, f, z, as a column over its rows: `[4 hidden, 1]`. */
function perGate(builder: GraphBuilder, hidden: number, factors: readonly number[]): Value {
  const data = factors.flatMap((factor) => Array.from({ length: hidden }, () => factor));
  return builder.constant(float32([4 * hidden, 1], data));
}

const forwardFactors = [1, 1, 1, 2];
const backwardFactors = [2, 1, 2, 4];

function scanForward(builder: GraphBuilder, call: Parameters<TrainingForward>[1]) {
  const all = operands(builder, call);
  const { hidden, w, r, mask } = all;
  const scale = perGate(builder, hidden, forwardFactors);
  const flat = builder.reshape(scale, 4 * hidden);
  const sum = addedBias(builder, all);
  const projected = inputProjection(builder, all, {
    w: builder.mul(w, scale),
    bias: sum && builder.mul(sum, flat),
  });
  const recurrent = transposed(builder, stepWeights(builder, builder.mul(r, scale)));
  const half = builder.scalar(0.5);
  const cell = initialState(builder, all, call.inputs[6]);
  const loop = new Loop(builder, all, {
    name: `${projected[0]!.name}_lstm`,
    backward: false,
    initial: [initialState(builder, all, call.inputs[5]), call.inputs[6] ? builder.mul(cell, half) : cell],
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
  const nextCell = body.add(body.mul(i, z), body.mul(f, c));
  const tanhCell = body.emit('Tanh', [body.add(nextCell, nextCell)]);
  const next = body.mul(o, tanhCell);
  const slope = body.sub(gates, body.mul(gates, gates));
  const k = body.mul(slope, body.concat([z, tanhCell, c, i], -1));
  const kept = [k, body.sub(o, body.mul(next, tanhCell)), f].map((value) => loop.keep(value));
  const times = [h, next].map((value) => loop.keepTime(value));
  const steps = mask && loop.readTime(all.reversed.map(() => mask));
  const states = steps
    ? [passMasked(body, steps, { old: h, next }), passMasked(body, steps, { old: c, next: nextCell })]
    : [next, nextCell];
  const results = loop.finish(states);
  const at = (index: number) => results.kept[index]!;
  return {
    all,
    states: results.states,
    kept: kept.map(at),
    before: times[0]!.map(at),
    sequence: times[1]!.map(at),
  };
}

export const lstm: TrainableForm = {
  forward(builder, call) {
    const { all, states, kept, before, sequence } = scanForward(builder, call);
    const { time, batch, hidden, reversed, mask } = all;
    const directions = reversed.length;
    const steps = sequence.map((each) =>
      builder.reshape(
        mask ? builder.mul(builder.reshape(each, time, batch, hidden), mask) : each,
        time,
        1,
        batch,
        hidden,
      ),
    );
    const [h, c] = states as [Value, Value];
    return {
      outputs: [
        directions === 1 ? steps[0]! : builder.concat(steps, 1),
        builder.reshape(h, directions, batch, hidden),
        builder.reshape(builder.add(c, c), directions, batch, hidden),
      ],
      residuals: [...kept, ...before],
    };
  },

  backward(step) {
    const { builder } = step;
    const all = operands(builder, step);
    const { time, batch, input, hidden, rows, reversed } = all;
    const scale = perGate(builder, hidden, backwardFactors);
    const { gates, dh, dc } = backwardInTime(step, all, builder.mul(all.r, scale));
    const flat = builder.reshape(all.x, time * batch, input);
    const w = builder.mul(all.w, scale);
    const parts = reversed.map((_, direction) => {
      const d = builder.reshape(gates[direction]!, time * batch, rows);
      const before = builder.reshape(step.residuals[3 + direction]!, time * batch, hidden);
      const joined = builder.emit('Gemm', [d, builder.concat([flat, before], 1)], { transA: 1 });
      const [dw, dr] = builder.split(builder.mul(joined, scale), 1, [input, hidden]) as [Value, Value];
      const total = builder.mul(columnSum(builder, d), builder.reshape(scale, rows));
      return {
        dw: builder.reshape(dw, 1, rows, input),
        dr: builder.reshape(dr, 1, rows, hidden),
        db: all.bias && builder.concat([total, total], 1),
        dx: step.wanted(0) ? builder.emit('Gemm', [d, ofDirection(builder, w, direction)]) : undefined,
      };
    });
    const stacked = (values: readonly (Value | undefined)[]) =>
      values.length === 1 || !values[0] ? values[0] : builder.concat(values as Value[], 0);
    const dx = parts.map((part) => part.dx).reduce((a, b) => (a && b ? builder.add(a, b) : (a ?? b)));
    const state = (value: Value) => builder.reshape(value, reversed.length, batch, hidden);
    return [
      dx && builder.reshape(dx, time, batch, input),
      stacked(parts.map(({ dw }) => dw)),
      stacked(parts.map(({ dr }) => dr)),
      stacked(parts.map(({ db }) => db)),
      undefined,
      state(dh),
      state(dc),
    ];
  },
};

/** The Scan back in time: the gates' gradients in real time, one `[time, batch, 4 hidden]` a direction, and the states'. */
function backwardInTime(step: Backward, all: Operands, scaled: Value) {
  const { builder, residuals, upstream } = step;
  const { time, batch, hidden, reversed, mask } = all;
  const [dSequence, dLast, dLastCell] = upstream;
  const recurrent = stepWeights(builder, scaled);
  const loop = new Loop(builder, all, {
    name: `${residuals[0]!.name}_back`,
    backward: true,
    initial: [initialState(builder, all, dLast), initialState(builder, all, dLastCell)],
  });
  const { body } = loop;
  const [dh0, dc0] = loop.states as [Value, Value];
  const [k, ofCell, f] = residuals.slice(0, 3).map((value) => loop.read(value)) as [Value, Value, Value];
  const each =
    dSequence &&
    builder.split(
      dSequence,
      1,
      reversed.map(() => 1),
    );
  const inTime = each?.map((value) => {
    const steps = builder.reshape(value, time, batch, hidden);
    return mask ? builder.mul(steps, mask) : steps;
  });
  const m = mask && loop.readTime(reversed.map(() => mask));
  const arrived = inTime ? body.add(dh0, loop.readTime(inTime)) : dh0;
  const dh = m ? body.mul(arrived, m) : arrived;
  const dc1 = m ? body.mul(dc0, m) : dc0;
  const dc = body.add(dc1, body.mul(dh, ofCell));
  const gates = body.mul(body.concat([dc, dh, dc, dc], -1), k);
  const passed = m && body.sub(arrived, dh);
  const dhNext = product(body, gates, recurrent, passed);
  const dcThrough = body.mul(dc, f);
  const dcNext = m ? body.add(dcThrough, body.sub(dc0, dc1)) : dcThrough;
  const places = loop.keepTime(gates);
  const { states, kept } = loop.finish([dhNext, dcNext]);
  return { gates: places.map((place) => kept[place]!), dh: states[0]!, dc: states[1]! };
}
