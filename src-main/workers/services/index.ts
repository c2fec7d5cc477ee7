/** @file The services there are: name -> what a worker process loads to stay and answer. */
import type { ServiceTable } from '../protocol.ts';

export const SERVICES = {} as const satisfies ServiceTable;

export type ServiceName = keyof typeof SERVICES;
