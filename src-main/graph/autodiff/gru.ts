/**
 * @file The GRU in training: forward and backward in time as two Scans.
 *
 * With gates in ONNX's order z, r, n (Cho et al. 2014; the second form, `linear_before_reset`, is cuDNN's and PyTorch's):
 *
 *   [z r] = σ(x_t W' + h_{t-1} R' + b)
 *   n = tanh(x_t W_n' + (r h_{t-1}) R_n' + b)      or, with m = h_{t-1} R_n' + b_Rn,      n = tanh(x_t W_n' + r m + b_Wn)
 *   h_t = (1 - z) n + z h_{t-1}
 *
 * Backward everything is linear in dh; with kn = (1 - z)(1 - n²):
 *
 *   d[n] = dh kn,   d[z] = dh (h_{t-1} - n) z (1-z)
 *   first form:    dq = d[n] R_n,    d[r] = dq h_{t-1} r (1-r),   dh_{t-1} = dh z + dq r + d[z r] R_zr
 *   second form:   d[m] = dh kn r,   d[r] = d[m] m (1-r),         dh_{t-1} = dh z + d[z r m] R
 */
import type { GraphBuilder, Value } from '../builder.ts';
import { intAttribute } from '../ops/index.ts';
import { type Backward, type TrainableForm } from './rule.ts';
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
  refuse(call, ['activations', 'activation_alpha', 'activation_beta', 'clip']);
  return operandsOf(builder, call);
}

/** Whether the reset gate applies after the product with R (`linear_before_reset`). */
function resetsAfter(call: Call): boolean {
  return intAttribute(call, 'linear_before_reset', 0) !== 0;
}

/** Rows of the gates z and r, and rows of n, along axis 1. */
function gatesApart(builder: GraphBuilder, value: Value, hidden: number): readonly [Value, Value] {
  return builder.split(value, 1, [2 * hidden, hidden]) as [Value, Value];
}

/** The biases that each of the sums [z r] and n gets before the Scan, and the one of R_n where it is added inside. */
function biases(builder: GraphBuilder, all: Operands, after: boolean) {
  const sum = addedBias(builder, all);
  if (!sum || !all.bias) return { ofGates: undefined, ofNew: undefined, inside: undefined };
  const { hidden } = all;
  const [ofGates, both] = gatesApart(builder, sum, hidden);
  if (!after) return { ofGates, ofNew: both, inside: undefined };
  const parts = builder.split(all.bias, 1, [2 * hidden, hidden, 2 * hidden, hidden]);
  const inside = parts[3]!;
  const shape = all.reversed.length === 1 ? [hidden] : [all.reversed.length, 1, hidden];
  return { ofGates, ofNew: parts[1]!, inside: builder.reshape(inside, ...shape) };
}

function scanForward(builder: GraphBuilder, call: Call, all: Operands) {
  const { hidden } = all;
  const after = resetsAfter(call);
  const [wGates, wNew] = gatesApart(builder, all.w, hidden);
  const [rGates, rNew] = gatesApart(builder, all.r, hidden).map((rows) =>
    transposed(builder, stepWeights(builder, rows)),
  ) as [Value, Value];
  const bias = biases(builder, all, after);
  const xGates = inputProjection(builder, all, { w: wGates, bias: bias.ofGates });
  const xNew = inputProjection(builder, all, { w: wNew, bias: bias.ofNew });
  const loop = new Loop(builder, all, {
    name: `${xGates[0]!.name}_gru`,
    backward: false,
    initial: [initialState(builder, all, call.inputs[5])],
  });
  const { body } = loop;
  const [h] = loop.states as [Value];
  const gates = body.emit('Sigmoid', [product(body, h, rGates, loop.readTime(xGates))]);
  const [z, r] = body.split(gates, -1, [hidden, hidden]) as [Value, Value];
  const stepNew = loop.readTime(xNew);
  const inner = after ? product(body, h, rNew, bias.inside) : body.mul(r, h);
  const sum = after ? body.add(body.mul(r, inner), stepNew) : product(body, inner, rNew, stepNew);
  const n = body.emit('Tanh', [sum]);
  const difference = body.sub(h, n);
  const next = body.add(n, body.mul(z, difference));
  const kept = [z, r, n, difference, after ? inner : h].map((value) => loop.keep(value));
  const inTime = [h, next, ...(after ? [] : [inner])].map((value) => loop.keepTime(value));
  const mask = loop.readMask();
  const results = loop.finish([mask ? passMasked(body, mask, { old: h, next }) : next]);
  const at = (index: number) => results.kept[index]!;
  return {
    state: results.states[0]!,
    kept: kept.map(at),
    before: inTime[0]!.map(at),
    sequence: inTime[1]!.map(at),
    /** r h_{t-1} of the first form, in real time. */
    reset: (inTime[2] ?? []).map(at),
  };
}

export const gru: TrainableForm = {
  forward(builder, call) {
    const all = operands(builder, call);
    const { state, kept, before, sequence, reset } = scanForward(builder, call, all);
    return {
      outputs: [sequenceOf(builder, all, sequence), outerState(builder, all, state)],
      residuals: [...kept, ...before, ...reset],
    };
  },

  backward(step) {
    const { builder } = step;
    const all = operands(builder, step);
    const { gates, ofNew, dh } = backwardInTime(step, all);
    const parts = all.reversed.map((_, direction) =>
      parameterGradients(step, all, { gates: gates[direction]!, ofNew: ofNew[direction]!, direction }),
    );
    const stack = (of: (part: (typeof parts)[number]) => Value) => stackDirections(builder, parts.map(of));
    const { time, batch, input } = all;
    const dx = () => parts.map((part) => part.dx());
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

/** The gradients of the gates [z r m] (second form) or [z r n], those of n, in real time, and of the first state. */
function backwardInTime(step: Backward, all: Operands) {
  const { builder, residuals, upstream } = step;
  const { hidden, r: weights, elementType } = all;
  const after = resetsAfter(step);
  const [dSequence, dLast] = upstream;
  const [z, r, n, difference, inner] = residuals as readonly [Value, Value, Value, Value, Value];
  const one = builder.scalar(1, elementType);
  const keep = builder.sub(one, z);
  const ofNew = builder.mul(keep, builder.sub(one, builder.mul(n, n)));
  const ofUpdate = builder.mul(builder.mul(difference, z), keep);
  const slope = builder.mul(inner, builder.sub(one, r));
  const loop = new Loop(builder, all, {
    name: `${z.name}_back`,
    backward: true,
    initial: [initialState(builder, all, dLast)],
  });
  const { body } = loop;
  const [arriving] = loop.states as [Value];
  const dAll = dSequence ? body.add(arriving, loop.readTime(ofSequence(builder, all, dSequence))) : arriving;
  const mask = loop.readMask();
  const dh = mask ? body.mul(dAll, mask) : dAll;
  const pass = (value: Value) => (mask ? body.add(value, body.sub(dAll, dh)) : value);
  const kept = body.mul(dh, loop.read(z));
  const dn = body.mul(dh, loop.read(ofNew));
  const finish = (gates: Value, before: Value) => {
    const places = [loop.keepTime(gates), loop.keepTime(dn)] as const;
    const results = loop.finish([before]);
    const at = (place: number) => results.kept[place]!;
    return { gates: places[0].map(at), ofNew: places[1].map(at), dh: results.states[0]! };
  };
  if (after) {
    const ofInner = builder.mul(ofNew, r);
    const k = loop.read(builder.concat([ofUpdate, builder.mul(ofInner, slope), ofInner], -1));
    const gates = body.mul(body.concat([dh, dh, dh], -1), k);
    return finish(gates, product(body, gates, stepWeights(builder, weights), pass(kept)));
  }
  const [rGates, rNew] = gatesApart(builder, weights, hidden).map((rows) => stepWeights(builder, rows)) as [
    Value,
    Value,
  ];
  const dq = product(body, dn, rNew);
  const dr = body.mul(dq, loop.read(builder.mul(slope, r)));
  const dz = body.mul(dh, loop.read(ofUpdate));
  const through = body.add(kept, body.mul(dq, loop.read(r)));
  const before = product(body, body.concat([dz, dr], -1), rGates, pass(through));
  return finish(body.concat([dz, dr, dn], -1), before);
}

interface Part {
  readonly gates: Value;
  readonly ofNew: Value;
  readonly direction: number;
}

/** One direction's sums over time. Where the gates hold m instead of n (or R_n saw r h instead of h), n has a product of its own. */
function parameterGradients(step: Backward, all: Operands, { gates, ofNew, direction }: Part) {
  const { builder, residuals } = step;
  const { time, batch, input, hidden, rows, reversed } = all;
  const after = resetsAfter(step);
  const count = time * batch;
  const x = builder.reshape(all.x, count, input);
  const before = builder.reshape(residuals[5 + direction]!, count, hidden);
  const d = builder.reshape(gates, count, rows);
  const dn = builder.reshape(ofNew, count, hidden);
  const both = builder.emit('Gemm', [d, builder.concat([x, before], 1)], { transA: 1 });
  const [ofInput, ofHidden] = builder.split(both, 1, [input, hidden]) as [Value, Value];
  const seen = after ? x : builder.reshape(residuals[5 + reversed.length + direction]!, count, hidden);
  const apart = builder.emit('Gemm', [dn, seen], { transA: 1 });
  const replaced = (value: Value, axis: number, part: Value) =>
    builder.concat([builder.slice(value, axis, [0, 2 * hidden]), part], axis);
  const sum = columnSum(builder, d);
  const dbInput = after ? replaced(sum, 1, columnSum(builder, dn)) : sum;
  return {
    dw: after ? replaced(ofInput, 0, apart) : ofInput,
    dr: after ? ofHidden : replaced(ofHidden, 0, apart),
    db: builder.reshape(builder.concat([dbInput, sum], 1), 2 * rows),
    dx() {
      const w = ofDirection(builder, all.w, direction);
      if (!after) return builder.emit('Gemm', [d, w]);
      const [wGates, wNew] = builder.split(w, 0, [2 * hidden, hidden]) as [Value, Value];
      const padded = builder.concat([wGates, builder.zeros([hidden, input], all.elementType)], 0);
      return builder.emit('Gemm', [dn, wNew, builder.emit('Gemm', [d, padded])]);
    },
  };
}
