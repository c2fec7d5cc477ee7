/**
 * @file The LSTM in training: forward and backward in time as two Scans.
 *
 * With gates i, o, f (sigmoid) and z (tanh), in ONNX's order (Hochreiter & Schmidhuber 1997, Gers et al. 2000):
 *
 *   [i o f z] = act(x_t W' + h_{t-1} R' + b),   u = i z,   v = f c_{t-1},   c_t = u + v,   h_t = o tanh(c_t)
 *
 * Backward, with dh and dc arriving from step t + 1:
 *
 *   dc  += dh (o - h tanh c)            since d tanh(c) = 1 - tanh² c and o tanh c = h
 *   d[i] = dc (u - u i)                 since d sigmoid = i (1 - i) and u = i z
 *   d[o] = dh (h - h o)
 *   d[f] = dc (v - v f)                 since v = f c_{t-1}: the previous cell is not needed again
 *   d[z] = dc (i - u z)                 since d tanh = 1 - z²
 *   dh_{t-1} = d[i o f z] R,   dc_{t-1} = dc f
 *
 * The factors in parentheses are computed in the forward Scan, while their operands are in the processor's cache:
 * there they cost half of what they cost for all steps at once. Only what truly recurs is left to the backward Scan.
 * The weights' gradients are one product over all steps: d[W R] = Σ_t d[i o f z]' [x_t h_{t-1}].
 */
import type { GraphBuilder, Value } from '../builder.ts';
import { GraphError, sizeOf } from '../ir.ts';
import { stringAttribute } from '../ops/index.ts';
import { fail, requireValue, type Backward, type TapeEntry, type TrainableForm } from './rule.ts';

interface Sizes {
  readonly time: number;
  readonly batch: number;
  readonly input: number;
  readonly hidden: number;
}

interface Operands extends Sizes {
  /** `[time, batch, input]` */
  readonly x: Value;
  /** `[4 hidden, input]` */
  readonly w: Value;
  /** `[4 hidden, hidden]` */
  readonly r: Value;
  /** `[1, 8 hidden]`: the biases of W and of R. */
  readonly bias: Value | undefined;
}

function operands(
  builder: GraphBuilder,
  call: Pick<TapeEntry, 'op' | 'name' | 'attributes' | 'inputs'>,
): Operands {
  const [x, w, r, bias, ...rest] = call.inputs;
  if (rest.some(Boolean)) fail(call, 'sequence lengths, initial states and peepholes cannot be trained yet');
  if ((stringAttribute(call, 'direction') ?? 'forward') !== 'forward')
    fail(call, 'only the forward direction can be trained yet');
  for (const name of ['activations', 'clip', 'input_forget'])
    if (call.attributes[name]) fail(call, `an LSTM with "${name}" cannot be trained yet`);
  const sequence = requireValue(call, x);
  const [time, batch, input] = sequence.shape.map(sizeOf) as [number, number, number];
  const hidden = sizeOf(requireValue(call, r).shape[2]);
  return {
    time,
    batch,
    input,
    hidden,
    x: sequence,
    w: builder.reshape(requireValue(call, w), 4 * hidden, input),
    r: builder.reshape(requireValue(call, r), 4 * hidden, hidden),
    bias,
  };
}

/** x W' + b for all steps: `[time, batch, 4 hidden]`. Only this product does not wait for the step before. */
function inputProjection(builder: GraphBuilder, { time, batch, input, hidden, x, w, bias }: Operands): Value {
  const rows = builder.reshape(x, time * batch, input);
  const product = builder.emit('Gemm', [rows, w], { transB: 1 });
  const projected = builder.reshape(product, time, batch, 4 * hidden);
  if (!bias) return projected;
  const [ofInput, ofHidden] = builder.split(bias, 1, [4 * hidden, 4 * hidden]);
  return builder.add(projected, builder.add(ofInput!, ofHidden!));
}

/** The scan outputs of the forward body, in order: what the backward pass needs, then the hidden state. */
const kept = ['cell', 'i', 'o', 'f', 'z', 'forget', 'before', 'sequence'] as const;

/** One step forward. Outputs: the states h and c, then those of `kept`. */
function forwardBody(outer: GraphBuilder, { batch, hidden, r }: Operands): GraphBuilder {
  const body = outer.inner();
  const state = { elementType: 'float32', shape: [batch, hidden] } as const;
  const h = body.input(`${r.name}_h`, state);
  const c = body.input(`${r.name}_c`, state);
  const projected = body.input(`${r.name}_x`, { elementType: 'float32', shape: [batch, 4 * hidden] });
  const gates = body.emit('Gemm', [h, r, projected], { transB: 1 });
  const parts = body.split(gates, 1, [hidden, hidden, hidden, hidden]);
  const [i, o, f] = parts.slice(0, 3).map((part) => body.emit('Sigmoid', [part]));
  const z = body.emit('Tanh', [parts[3]]);
  const u = body.mul(i!, z);
  const v = body.mul(f!, c);
  const cell = body.add(u, v);
  const tanhCell = body.emit('Tanh', [cell]);
  const next = body.mul(o!, tanhCell);
  const less = (a: Value, b: Value, factor: Value) => body.sub(a, body.mul(b, factor));
  const outputs: Record<(typeof kept)[number], Value> = {
    cell: less(o!, next, tanhCell),
    i: less(u, u, i!),
    o: less(next, next, o!),
    f: less(v, v, f!),
    z: less(i!, u, z),
    forget: f!,
    before: h,
    sequence: next,
  };
  body.output(`${r.name}_next_h`, next);
  body.output(`${r.name}_next_c`, cell);
  for (const name of kept) body.output(`${r.name}_${name}_out`, outputs[name]);
  return body;
}

export const lstm: TrainableForm = {
  forward(builder, call) {
    const all = operands(builder, call);
    const { time, batch, hidden } = all;
    const zero = builder.zeros([batch, hidden]);
    const body = forwardBody(builder, all).finish('lstm_forward');
    const [lastH, lastC, ...scanned] = builder.emitAll(
      'Scan',
      [zero, zero, inputProjection(builder, all)],
      { body, num_scan_inputs: 1 },
      2 + kept.length,
    );
    return {
      outputs: [
        builder.reshape(scanned[kept.indexOf('sequence')]!, time, 1, batch, hidden),
        builder.reshape(lastH!, 1, batch, hidden),
        builder.reshape(lastC!, 1, batch, hidden),
      ],
      residuals: scanned,
    };
  },

  backward(step) {
    const { builder } = step;
    const all = operands(builder, step);
    const { time, batch, input, hidden } = all;
    const gates = builder.reshape(backwardInTime(step, all), time * batch, 4 * hidden);
    const before = step.residuals[kept.indexOf('before')]!;
    const rows = builder.reshape(all.x, time * batch, input);
    const joined = builder.concat([rows, builder.reshape(before, time * batch, hidden)], 1);
    const weights = builder.emit('Gemm', [gates, joined], { transA: 1 });
    const [dw, dr] = builder.split(weights, 1, [input, hidden]);
    const dx = step.wanted(0) ? builder.emit('Gemm', [gates, all.w]) : undefined;
    return [
      dx && builder.reshape(dx, time, batch, input),
      builder.reshape(dw!, 1, 4 * hidden, input),
      builder.reshape(dr!, 1, 4 * hidden, hidden),
      all.bias && biasGradient(builder, gates),
    ];
  },
};

/** Both biases are added to the same sum, so both have its gradient. A product with ones is the fastest column sum. */
function biasGradient(builder: GraphBuilder, gates: Value): Value {
  const rows = sizeOf(gates.shape[0]);
  const ones = { elementType: 'float32', shape: [1, rows], data: new Float32Array(rows).fill(1) } as const;
  const total = builder.emit('MatMul', [builder.constant(ones), gates]);
  return builder.concat([total, total], 1);
}

/** The Scan back in time. Returns the gates' gradients `[time, batch, 4 hidden]`. */
function backwardInTime(step: Backward, { time, batch, hidden, r }: Operands): Value {
  const { builder, residuals, upstream } = step;
  const [dSequence, dLast, dLastCell] = upstream;
  const state = (value: Value | undefined) =>
    value ? builder.reshape(value, batch, hidden) : builder.zeros([batch, hidden]);
  const sequences = residuals.slice(0, kept.indexOf('before'));
  if (dSequence) sequences.push(builder.reshape(dSequence, time, batch, hidden));
  const body = backwardBody(builder, { batch, hidden, r, everyStep: Boolean(dSequence) });
  const [, , gates] = builder.emitAll(
    'Scan',
    [state(dLast), state(dLastCell), ...sequences],
    {
      body: body.finish('lstm_backward'),
      num_scan_inputs: sequences.length,
      scan_input_directions: sequences.map(() => 1),
      scan_output_directions: [1],
    },
    3,
  );
  if (!gates) throw new GraphError('the backward Scan gave no gates', step);
  return gates;
}

interface BackwardBody {
  readonly batch: number;
  readonly hidden: number;
  readonly r: Value;
  /** Whether the loss depends on the hidden state of every step, not only of the last. */
  readonly everyStep: boolean;
}

function backwardBody(outer: GraphBuilder, { batch, hidden, r, everyStep }: BackwardBody): GraphBuilder {
  const body = outer.inner();
  const type = { elementType: 'float32', shape: [batch, hidden] } as const;
  const input = (name: string) => body.input(`${r.name}_d${name}`, type);
  const [fromNext, dcFromNext] = [input('h'), input('c')];
  const [ofCell, ofI, ofO, ofF, ofZ, f] = ['cell', 'i', 'o', 'f', 'z', 'forget'].map(input) as [
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
  ];
  const dh = everyStep ? body.add(fromNext, input('y')) : fromNext;
  const dc = body.add(body.mul(dh, ofCell), dcFromNext);
  const gates = body.concat([body.mul(dc, ofI), body.mul(dh, ofO), body.mul(dc, ofF), body.mul(dc, ofZ)], 1);
  body.output(`${r.name}_dh_out`, body.emit('MatMul', [gates, r]));
  body.output(`${r.name}_dc_out`, body.mul(dc, f));
  body.output(`${r.name}_gates_out`, gates);
  return body;
}
