/**
 * @file What the training forms of recurrent operators share: their operands, both directions in one Scan, rows that
 * end early, and the sums over time that need no Scan.
 */
import type { GraphBuilder, Value } from '../builder.ts';
import { sizeOf, tensorOf } from '../ir.ts';
import { intAttribute, stringAttribute } from '../ops/index.ts';
import { fail, requireValue, type TrainingForward } from './rule.ts';

export type Call = Parameters<TrainingForward>[1];

export interface Operands {
  readonly elementType: 'float32' | 'float64';
  readonly time: number;
  readonly batch: number;
  readonly input: number;
  readonly hidden: number;
  /** Gates times hidden. */
  readonly rows: number;
  /** One entry a direction: whether it reads from the end. */
  readonly reversed: readonly boolean[];
  /** `[time, batch, input]` */
  readonly x: Value;
  /** `[directions, rows, input]` */
  readonly w: Value;
  /** `[directions, rows, hidden]` */
  readonly r: Value;
  /** `[directions, 2 rows]`: the biases of W, then those of R. */
  readonly bias: Value | undefined;
  /** `[time, batch, 1]`: 1 while a row lasts, 0 after; undefined where all rows last to the end. */
  readonly mask: Value | undefined;
}

/** Reads the operands of RNN, GRU and LSTM, which agree in their first six. */
export function operandsOf(builder: GraphBuilder, call: Call): Operands {
  const [x, w, r, bias, lengths] = call.inputs;
  if (intAttribute(call, 'layout', 0)) fail(call, 'only layout 0 (time first) is supported');
  const sequence = requireValue(call, x);
  const [time, batch, input] = sequence.shape.map(sizeOf) as [number, number, number];
  const recurrent = requireValue(call, r);
  const [, rows, hidden] = recurrent.shape.map(sizeOf) as [number, number, number];
  const elementType = sequence.elementType === 'float64' ? 'float64' : 'float32';
  return {
    elementType,
    time,
    batch,
    input,
    hidden,
    rows,
    reversed: directionsOf(call),
    x: sequence,
    w: requireValue(call, w),
    r: recurrent,
    bias,
    mask: lengths && maskOf(builder, lengths, { time, elementType }),
  };
}

function directionsOf(call: Call): readonly boolean[] {
  const direction = stringAttribute(call, 'direction') ?? 'forward';
  switch (direction) {
    case 'forward':
      return [false];
    case 'reverse':
      return [true];
    case 'bidirectional':
      return [false, true];
    default:
      return fail(call, `there is no direction "${direction}"`);
  }
}

/** Refuses attributes that change the equations. */
export function refuse(call: Call, names: readonly string[]): void {
  for (const name of names)
    if (call.attributes[name]) fail(call, `with "${name}" it can be run but not trained`);
}

/** Lengths int32 `[batch]` -> `[time, batch, 1]`, 1 where the time is before the row's end. */
function maskOf(
  builder: GraphBuilder,
  lengths: Value,
  { time, elementType }: Pick<Operands, 'time' | 'elementType'>,
): Value {
  const steps = Array.from({ length: time }, (_, step) => step);
  const times = builder.constant(tensorOf('int32', [time, 1], steps));
  const lasting = builder.cast(builder.emit('Less', [times, lengths]), elementType);
  return builder.reshape(lasting, time, sizeOf(lengths.shape[0]), 1);
}

/** The state that an operator starts with: the given one, or zeros. `[directions, batch, hidden]` as the Scan keeps it. */
export function initialState(builder: GraphBuilder, all: Operands, given: Value | undefined): Value {
  const shape = stepShape(all, all.hidden);
  return given ? builder.reshape(given, ...shape) : builder.zeros(shape, all.elementType);
}

/**
 * The shape of one step of all directions. One direction does without an axis for it, because a Gemm with an addend is
 * faster than a batched product and a sum.
 */
export function stepShape({ reversed, batch }: Operands, width: number): readonly number[] {
  return reversed.length === 1 ? [batch, width] : [reversed.length, batch, width];
}

/** A parameter `[directions, rows, columns]` for the products inside a Scan. */
export function stepWeights(builder: GraphBuilder, weights: Value): Value {
  const [directions, ...matrix] = weights.shape.map(sizeOf);
  return directions === 1 ? builder.reshape(weights, ...matrix) : weights;
}

/** The last two axes exchanged. */
export function transposed(builder: GraphBuilder, matrix: Value): Value {
  return builder.transpose(matrix, ...(matrix.shape.length === 2 ? [1, 0] : [0, 2, 1]));
}

/** `a b + c` of one step of all directions. */
export function product(body: GraphBuilder, a: Value, b: Value, c?: Value): Value {
  if (a.shape.length === 2) return body.emit(c ? 'Gemm' : 'MatMul', c ? [a, b, c] : [a, b]);
  const batched = body.emit('MatMul', [a, b]);
  return c ? body.add(batched, c) : batched;
}

/** The rows of one direction out of `[directions, …]`. */
export function ofDirection(builder: GraphBuilder, value: Value, direction: number): Value {
  const part = value.shape[0] === 1 ? value : builder.slice(value, 0, [direction, direction + 1]);
  return builder.reshape(part, ...value.shape.slice(1));
}

/** A bias `[directions, 2 rows]` as one: that of W and that of R are added to the same sum. */
export function addedBias(builder: GraphBuilder, { bias, rows }: Operands): Value | undefined {
  if (!bias) return undefined;
  const [ofInput, ofHidden] = builder.split(bias, 1, [rows, rows]);
  return builder.add(ofInput!, ofHidden!);
}

/**
 * x W' + b for all steps, one `[time, batch, rows]` a direction. Only this product does not wait for the step before.
 * `w` is `[directions, rows, input]`, `bias` `[directions, rows]`.
 */
export function inputProjection(
  builder: GraphBuilder,
  { time, batch, input, reversed, x }: Operands,
  { w, bias }: { readonly w: Value; readonly bias: Value | undefined },
): readonly Value[] {
  const flat = builder.reshape(x, time * batch, input);
  return reversed.map((_, direction) => {
    const weights = ofDirection(builder, w, direction);
    const projected = builder.emit('Gemm', [flat, weights], { transB: 1 });
    const steps = builder.reshape(projected, time, batch, ...weights.shape.slice(0, 1));
    return bias ? builder.add(steps, ofDirection(builder, bias, direction)) : steps;
  });
}

/** The sums of the columns, `[1, columns]`. A product with ones is the fastest. */
export function columnSum(builder: GraphBuilder, rows: Value): Value {
  const count = sizeOf(rows.shape[0]);
  const ones = Array.from({ length: count }, () => 1);
  const elementType = rows.elementType === 'float64' ? 'float64' : 'float32';
  return builder.emit('MatMul', [builder.constant(tensorOf(elementType, [1, count], ones)), rows]);
}

/** Y `[time, directions, batch, hidden]` from the hidden states of each direction, 0 after a row's end. */
export function sequenceOf(builder: GraphBuilder, all: Operands, states: readonly Value[]): Value {
  const { time, batch, hidden, mask } = all;
  const steps = states.map((state) => {
    const inTime = builder.reshape(state, time, batch, hidden);
    return builder.reshape(mask ? builder.mul(inTime, mask) : inTime, time, 1, batch, hidden);
  });
  return steps.length === 1 ? steps[0]! : builder.concat(steps, 1);
}

/** The gradient of Y, one `[time, batch, hidden]` a direction; the adjoint of `sequenceOf`. */
export function ofSequence(builder: GraphBuilder, all: Operands, dy: Value): readonly Value[] {
  const { time, batch, hidden, reversed, mask } = all;
  const parts = reversed.length === 1 ? [dy] : builder.split(dy, 1, [1, 1]);
  return parts.map((part) => {
    const inTime = builder.reshape(part, time, batch, hidden);
    return mask ? builder.mul(inTime, mask) : inTime;
  });
}

/** A state `[directions, batch, hidden]` as the operators give and take it. */
export function outerState(
  builder: GraphBuilder,
  { reversed, batch, hidden }: Operands,
  state: Value,
): Value {
  return builder.reshape(state, reversed.length, batch, hidden);
}

/** One gradient of all directions from those of each, along the first axis. */
export function stackDirections(builder: GraphBuilder, parts: readonly Value[]): Value {
  const stacked = parts.map((part) => builder.reshape(part, 1, ...part.shape));
  return stacked.length === 1 ? stacked[0]! : builder.concat(stacked, 0);
}

/** The sum of what each direction gives. */
export function sumOf(builder: GraphBuilder, parts: readonly Value[]): Value {
  return parts.reduce((total, part) => builder.add(total, part));
}

/**
 * One Scan over all directions. A direction that reads from the end has its first step at the end: sequences in real
 * time (`[time, batch, width]`, one a direction) are read and written accordingly; what one Scan keeps for another
 * stays in the order of the steps (`[time, …step]`).
 */
export class Loop {
  readonly body: GraphBuilder;
  readonly states: readonly Value[];
  readonly #builder: GraphBuilder;
  readonly #operands: Operands;
  readonly #name: string;
  readonly #backward: boolean;
  readonly #initial: readonly Value[];
  readonly #inputs: { readonly value: Value; readonly fromEnd: boolean }[] = [];
  readonly #outputs: { readonly value: Value; readonly fromEnd: boolean }[] = [];

  /** `name` must differ from that of any other Scan of the graph; `backward` goes through the steps from the last. */
  constructor(
    builder: GraphBuilder,
    operands: Operands,
    { name, backward, initial }: { name: string; backward: boolean; initial: readonly Value[] },
  ) {
    this.#builder = builder;
    this.#operands = operands;
    this.#name = name;
    this.#backward = backward;
    this.#initial = initial;
    this.body = builder.inner();
    this.states = initial.map(({ elementType, shape }, index) =>
      this.body.input(`${name}_state_${index}`, { elementType, shape }),
    );
  }

  /** One step of what another Scan kept. */
  read(value: Value): Value {
    return this.#input(value, this.#backward);
  }

  /** One step of the mask of rows that last. */
  readMask(): Value | undefined {
    const { mask, reversed } = this.#operands;
    return mask && this.readTime(reversed.map(() => mask));
  }

  /** One step of sequences in real time, one a direction, stacked. */
  readTime(sequences: readonly Value[]): Value {
    const { reversed } = this.#operands;
    const steps = sequences.map((sequence, direction) => {
      const [time, ...step] = sequence.shape;
      const shaped = reversed.length === 1 ? sequence : this.#builder.reshape(sequence, time!, 1, ...step);
      return this.#input(shaped, this.#backward !== reversed[direction]);
    });
    return steps.length === 1 ? steps[0]! : this.body.concat(steps, 0);
  }

  #input(value: Value, fromEnd: boolean): Value {
    const { elementType, shape } = value;
    const inner = this.body.input(`${this.#name}_input_${this.#inputs.length}`, {
      elementType,
      shape: shape.slice(1),
    });
    this.#inputs.push({ value, fromEnd });
    return inner;
  }

  /** Keeps a value of every step; the number is its place among the results. */
  keep(value: Value): number {
    return this.#outputs.push({ value, fromEnd: this.#backward }) - 1;
  }

  /** Keeps a value of every step in real time; the numbers are the places of the directions among the results. */
  keepTime(value: Value): readonly number[] {
    const { reversed } = this.#operands;
    const parts =
      reversed.length === 1
        ? [value]
        : this.body.split(
            value,
            0,
            reversed.map(() => 1),
          );
    return parts.map(
      (part, direction) =>
        this.#outputs.push({ value: part, fromEnd: this.#backward !== reversed[direction] }) - 1,
    );
  }

  /** Builds the Scan. Returns the states after the last step, and what was kept. */
  finish(next: readonly Value[]): { readonly states: readonly Value[]; readonly kept: readonly Value[] } {
    for (const [index, value] of next.entries()) this.body.output(`${this.#name}_next_${index}`, value);
    for (const [index, { value }] of this.#outputs.entries())
      this.body.output(`${this.#name}_output_${index}`, value);
    const results = this.#builder.emitAll(
      'Scan',
      [...this.#initial, ...this.#inputs.map(({ value }) => value)],
      {
        body: this.body.finish(this.#name),
        num_scan_inputs: this.#inputs.length,
        scan_input_directions: this.#inputs.map(({ fromEnd }) => Number(fromEnd)),
        scan_output_directions: this.#outputs.map(({ fromEnd }) => Number(fromEnd)),
      },
      next.length + this.#outputs.length,
    );
    return { states: results.slice(0, next.length), kept: results.slice(next.length) };
  }
}

/** Where a row has ended, the old state instead of the new. */
export function passMasked(body: GraphBuilder, mask: Value, from: { old: Value; next: Value }): Value {
  return body.add(from.old, body.mul(mask, body.sub(from.next, from.old)));
}
