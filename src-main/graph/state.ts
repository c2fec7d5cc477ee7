/** @file What training keeps from step to step: each tensor's name, its shape, how it starts, and what is packed. */
import type { Initializer } from './initializers.ts';
import type { Parameter } from './layers/index.ts';
import type { Network } from './network.ts';
import type { Optimizer } from './optimizers/index.ts';
import { packsOf, type Pack } from './pack.ts';

/** What decides which tensors training keeps. */
export interface StateOptions {
  readonly network: Network;
  readonly optimizer: Optimizer;
  /** Parameters that stay as they are. */
  readonly frozen?: ((parameter: string) => boolean) | undefined;
  /** Parameters that weight decay pulls to zero; unless said otherwise those of two and more axes. */
  readonly decays?: ((parameter: string) => boolean) | undefined;
  /** Batches whose gradients make one update; 1 unless said otherwise. */
  readonly accumulate?: number | undefined;
  /** Decay of the moving average of the weights (Polyak & Juditsky 1992), e.g. 0.999; none unless given. */
  readonly average?: number | undefined;
  /** Whether the training step reads and gives small tensors of the state as one; false unless said otherwise. */
  readonly pack?: boolean | undefined;
}

/** A tensor that training keeps from step to step, always float32. */
export interface StateTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: 'parameter' | 'buffer' | 'slot' | 'average' | 'accumulator';
  /** How it starts; an average starts as a copy of its parameter. */
  readonly start: Initializer | { readonly kind: 'copy'; readonly of: string };
}

/** Name of a tensor kept beside a parameter: an optimizer's slot, an average, an accumulator. */
export function slotName(parameter: string, slot: string): string {
  return `${parameter}/${slot}`;
}

/** Name under which a step gives the new value of a tensor of the state. */
export function nextName(name: string): string {
  return `next:${name}`;
}

const averageSlot = 'average';
/** The sum of a parameter's gradients, each times its batch's row weights. */
export const accumulatedSlot = 'accumulated';
/** Sum of the row weights of the batches whose gradients have been accumulated. */
export const accumulatedWeight = 'accumulated.weight';

/** What training keeps: parameters, buffers, and what stands beside each parameter that learns. */
export function stateOf(options: StateOptions): readonly StateTensor[] {
  const { network, optimizer, average } = options;
  const zeros = { kind: 'zeros' } as const;
  const beside = trainableOf(options).flatMap(({ name, shape }): StateTensor[] => [
    ...optimizer.slots.map((slot) => {
      return { name: slotName(name, slot), shape, role: 'slot' as const, start: zeros };
    }),
    ...(average === undefined ? [] : [averageOf(name, shape)]),
    ...(accumulates(options)
      ? [{ name: slotName(name, accumulatedSlot), shape, role: 'accumulator' as const, start: zeros }]
      : []),
  ]);
  const total: StateTensor = { name: accumulatedWeight, shape: [], role: 'accumulator', start: zeros };
  return [
    ...network.parameters.map(({ name, shape, initializer }) => {
      return { name, shape, role: 'parameter' as const, start: initializer };
    }),
    ...(network.buffers ?? []).map(({ name, shape, initializer }) => {
      return { name, shape, role: 'buffer' as const, start: initializer };
    }),
    ...beside,
    ...(accumulates(options) ? [total] : []),
  ];
}

function averageOf(name: string, shape: readonly number[]): StateTensor {
  const start = { kind: 'copy', of: name } as const;
  return { name: slotName(name, averageSlot), shape, role: 'average', start };
}

/** The parameters that learn. */
export function trainableOf({ network, frozen }: StateOptions): readonly Parameter[] {
  return network.parameters.filter(({ name }) => !frozen?.(name));
}

/** Whether several batches make one update. */
export function accumulates({ accumulate = 1 }: StateOptions): boolean {
  return accumulate > 1;
}

/** A parameter and what stands beside it, all of which an update changes. */
export function rolesOf({ optimizer, average }: StateOptions, parameter: string): readonly string[] {
  const beside = [...optimizer.slots, ...(average === undefined ? [] : [averageSlot])];
  return [parameter, ...beside.map((slot) => slotName(parameter, slot))];
}

/** The name under which evaluation and export find a parameter's value: its average where one is kept. */
export function evaluatedName({ average, frozen }: StateOptions, parameter: string): string {
  return average === undefined || frozen?.(parameter) ? parameter : slotName(parameter, averageSlot);
}

/**
 * The small tensors that a step reads and gives as one. With accumulation there are none: not every step gives all
 * that stands beside a parameter.
 */
export function packs(options: StateOptions): readonly Pack[] {
  if (!options.pack || accumulates(options)) return [];
  return packsOf(
    trainableOf(options),
    (parameter) => options.optimizer.decays && decaysOf(options, parameter),
    ({ name }) => rolesOf(options, name),
  );
}

/** Whether weight decay pulls a parameter to zero. */
export function decaysOf({ decays }: StateOptions, { name, shape }: Omit<Parameter, 'initializer'>): boolean {
  return decays ? decays(name) : shape.length > 1;
}
