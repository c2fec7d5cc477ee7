/** @file Where a step goes: ONNX Runtime's trace of every node, summed up by node and by operator. */

/** An event of the trace that `InferenceSession.endProfiling` writes; times in microseconds. */
export interface TraceEvent {
  readonly cat: string;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly tid: number;
  readonly args?: Readonly<Record<string, unknown>>;
}

export interface Cost {
  /** Times that it ran in a step. */
  readonly count: number;
  /** Of a step, without what ran inside of it. */
  readonly milliseconds: number;
  /** Of the time of all nodes. */
  readonly share: number;
  /** Of its outputs, in a step. */
  readonly bytes: number;
}

export interface OperatorCost extends Cost {
  readonly operator: string;
}

export interface NodeCost extends OperatorCost {
  readonly node: string;
  /** Of its first output, e.g. `[64, 128]`. */
  readonly shape: string;
  readonly provider: string;
}

export interface StepProfile {
  /** Steps that were measured, after some to warm up. */
  readonly steps: number;
  /** From the start of a step to its end: the median. */
  readonly stepMilliseconds: number;
  /** The most that the tensors of a step took at once beside its inputs and outputs; 0 where it is not told. */
  readonly peakBytes: number;
  /** The longest first. */
  readonly operators: OperatorCost[];
  /** The longest first, at most a hundred. */
  readonly nodes: NodeCost[];
}

const mostNodes = 100;
const kernel = '_kernel_time';

interface Sum {
  readonly operator: string;
  readonly shape: string;
  readonly provider: string;
  count: number;
  microseconds: number;
  bytes: number;
}

/** Sums up the runs of a trace after the first `warmUp`. The time of a node does not hold that of a body's nodes in it. */
export function profileOf(events: readonly TraceEvent[], warmUp: number): StepProfile {
  const runs = events
    .filter(({ name }) => name === 'model_run')
    .toSorted((a, b) => a.ts - b.ts)
    .slice(warmUp);
  const [first] = runs;
  if (!first) throw new Error('the trace holds no run');
  const kernels = events.filter(
    ({ cat, name, ts }) => cat === 'Node' && name.endsWith(kernel) && ts >= first.ts,
  );
  const own = ownTimes(kernels);
  const sums = new Map<string, Sum>();
  let peakBytes = 0;
  for (const event of kernels) {
    const name = event.name.slice(0, -kernel.length);
    const sum = sums.get(name) ?? { ...described(event), count: 0, microseconds: 0, bytes: 0 };
    sum.count++;
    sum.microseconds += own.get(event) ?? 0;
    sum.bytes += numberIn(event, 'output_size');
    sums.set(name, sum);
    peakBytes = Math.max(peakBytes, numberIn(event, 'mem_in_use_peak'));
  }
  return {
    steps: runs.length,
    stepMilliseconds: median(runs.map(({ dur }) => dur)) / 1000,
    peakBytes,
    ...costs(sums, runs.length),
  };
}

function costs(sums: ReadonlyMap<string, Sum>, runs: number): Pick<StepProfile, 'operators' | 'nodes'> {
  const all = [...sums.values()].reduce((total, { microseconds }) => total + microseconds, 0) || 1;
  const costOf = ({ count, microseconds, bytes }: Omit<Sum, 'operator' | 'shape' | 'provider'>): Cost => ({
    count: count / runs,
    milliseconds: microseconds / runs / 1000,
    share: microseconds / all,
    bytes: bytes / runs,
  });
  const byTime = (a: Cost, b: Cost) => b.milliseconds - a.milliseconds;
  const nodes = Array.from(sums, ([node, sum]) => {
    const { operator, shape, provider } = sum;
    return { node, operator, shape, provider, ...costOf(sum) };
  });
  const operators = Map.groupBy(sums.values(), ({ operator }) => operator);
  return {
    operators: Array.from(operators, ([operator, group]) => {
      const total = (of: (sum: Sum) => number) => group.reduce((sum, each) => sum + of(each), 0);
      const [count, microseconds, bytes] = [
        total((sum) => sum.count),
        total((sum) => sum.microseconds),
        total((sum) => sum.bytes),
      ];
      return { operator, ...costOf({ count, microseconds, bytes }) };
    }).toSorted(byTime),
    nodes: nodes.toSorted(byTime).slice(0, mostNodes),
  };
}

/** Durations less those of the events inside: the nodes of a Scan's body run within the Scan. */
function ownTimes(events: readonly TraceEvent[]): ReadonlyMap<TraceEvent, number> {
  const own = new Map(events.map((event) => [event, event.dur]));
  for (const thread of Map.groupBy(events, ({ tid }) => tid).values()) {
    const open: TraceEvent[] = [];
    for (const event of thread.toSorted((a, b) => a.ts - b.ts || b.dur - a.dur)) {
      while (open.length > 0 && endOf(open.at(-1)!) < endOf(event)) open.pop();
      const outer = open.at(-1);
      if (outer) own.set(outer, Math.max(0, (own.get(outer) ?? 0) - event.dur));
      open.push(event);
    }
  }
  return own;
}

const endOf = ({ ts, dur }: TraceEvent): number => ts + dur;

function described({ args = {} }: TraceEvent): Pick<Sum, 'operator' | 'shape' | 'provider'> {
  const [output] = Array.isArray(args['output_type_shape']) ? (args['output_type_shape'] as unknown[]) : [];
  const [dims] = output && typeof output === 'object' ? (Object.values(output) as unknown[]) : [];
  return {
    operator: String(args['op_name'] ?? '?'),
    shape: Array.isArray(dims) ? `[${dims.join(', ')}]` : '',
    provider: String(args['provider'] ?? '').replace(/ExecutionProvider$/, ''),
  };
}

function numberIn({ args = {} }: TraceEvent, name: string): number {
  const value = Number(args[name] ?? 0);
  return Number.isFinite(value) ? value : 0;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
