/** @file Readings of the machine as metrics of a run: `system/…`, which are no results. */
import type { MachineReading } from './machine.ts';

export interface SystemPoint {
  readonly metric: string;
  readonly value: number;
}

export interface ProgramReading {
  /** Percent of one core; null where it was read for the first time. */
  readonly cpu: number | null;
  /** Bytes. */
  readonly residentBytes: number;
  /** How many processes it is, where they are counted. */
  readonly processes?: number;
}

const GB = 1e9;

/** What a program took, and the machine around it; memory in GB, power in watts, temperatures in °C. */
export function systemPoints(program: ProgramReading | null, machine: MachineReading): SystemPoint[] {
  const all: readonly (readonly [string, number | null | undefined])[] = [
    ['cpu', program?.cpu],
    ['memory', program && program.residentBytes / GB],
    ['processes', program?.processes],
    ['power', machine.watts],
    ['temperature', machine.celsius],
    ...machine.gpus.flatMap(({ gpu, use, memoryBytes, watts, celsius }) => [
      [`gpu${gpu}/use`, use] as const,
      [`gpu${gpu}/memory`, memoryBytes === null ? null : memoryBytes / GB] as const,
      [`gpu${gpu}/power`, watts] as const,
      [`gpu${gpu}/temperature`, celsius] as const,
    ]),
  ];
  return all.flatMap(([name, value]) => (value == null ? [] : [{ metric: `system/${name}`, value }]));
}
