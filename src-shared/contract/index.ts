/** @file The contract: every procedure between a client and the workbench. The api implements it; clients derive from it. */
import type { ContractRouterClient } from '@orpc/contract';
import { datasets } from './datasets.ts';
import { evaluation } from './evaluation.ts';
import { house } from './house.ts';
import { limits } from './limits.ts';
import { labeling } from './labeling.ts';
import { projects } from './projects.ts';
import { serving } from './serving.ts';
import { models, runs, training } from './training.ts';

export const contract = {
  ...house,
  datasets,
  projects,
  labeling,
  training,
  runs,
  models,
  evaluation,
  serving,
  ...limits,
};

export type Contract = typeof contract;
/** What a client of the contract looks like, over HTTP or in-process. */
export type Client = ContractRouterClient<Contract>;

export * from './datasets.ts';
export * from './evaluation.ts';
export * from './house.ts';
export * from './labeling.ts';
export * from './limits.ts';
export * from './procedure.ts';
export * from './projects.ts';
export * from './reading.ts';
export * from './serving.ts';
export * from './training.ts';
export * from './values.ts';
export * from './words.ts';
