/** @file The pool: heavy, native and hostile work in processes of their own, which may die without harm. */
export { createPool, type JobRequest, type Pool, type PoolOptions, type ServiceRequest } from './pool.ts';
export {
  defineJob,
  defineService,
  type AnyJob,
  type AnyService,
  type JobDefinition,
  type ServiceDefinition,
} from './define.ts';
export { machineBytes } from './machine.ts';
export type { BudgetOf } from './budgets.ts';
export type { Task } from './task.ts';
export type { SlicePort, SlicedWork } from './here.ts';
export type { Service } from './service.ts';
export type { JobFunction, JobPort, ServiceFunction, ServiceHandler, ServicePort } from './protocol.ts';
