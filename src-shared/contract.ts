/** @file The contract: every procedure between a client and the workbench. The api implements it; clients derive from it. */
import type { ContractRouterClient } from '@orpc/contract';
import { datasets } from './datasets/contract.ts';
import { evaluation } from './evaluation/contract.ts';
import { exporting } from './exports/contract.ts';
import { house } from './platform/contract.ts';
import { limits } from './limits/contract.ts';
import { labeling } from './labeling/contract.ts';
import { projects } from './examples/contract.ts';
import { serving } from './serving/contract.ts';
import { experiments, runs } from './tracking/contract.ts';
import { alerts } from './tracking/alerts/contract.ts';
import { runTable, runViews } from './tracking/table/contract.ts';
import { runFiles } from './tracking/exchange/contract.ts';
import { models } from './models/contract.ts';
import { registry } from './models/registry.ts';
import { training } from './training/contract.ts';
import { versions } from './versions/contract.ts';
import { planning } from './planning/contract.ts';
import { team } from './team/contract.ts';
import { bisections } from './search/bisect/contract.ts';
import { search } from './search/contract.ts';

export const contract = {
  ...house,
  datasets,
  versions,
  projects,
  labeling,
  training,
  runs,
  runTable,
  runViews,
  experiments,
  alerts,
  runFiles,
  models,
  registry,
  evaluation,
  serving,
  exports: exporting,
  ...limits,
  planning,
  team,
  search,
  bisections,
};

export type Contract = typeof contract;
/** What a client of the contract looks like, over HTTP or in-process. */
export type Client = ContractRouterClient<Contract>;

export * from './datasets/contract.ts';
export * from './evaluation/contract.ts';
export * from './exports/contract.ts';
export * from './exports/values.ts';
export * from './platform/contract.ts';
export * from './labeling/contract.ts';
export * from './models/contract.ts';
export * from './models/registry.ts';
export * from './models/stages.ts';
export * from './versions/contract.ts';
export * from './limits/contract.ts';
export * from './platform/procedure.ts';
export * from './examples/contract.ts';
export * from './datasets/reading.ts';
export * from './serving/contract.ts';
export * from './tracking/contract.ts';
export * from './tracking/alerts/contract.ts';
export * from './tracking/exchange/contract.ts';
export * from './tracking/family.ts';
export * from './tracking/record.ts';
export * from './tracking/table/contract.ts';
export * from './tracking/values.ts';
export * from './datasets/values.ts';
export * from './training/contract.ts';
export * from './platform/values.ts';
export * from './planning/contract.ts';
export * from './team/contract.ts';
export * from './search/contract.ts';
export * from './search/bisect/contract.ts';
export * from './platform/record.ts';
export * from './kinds/kinds.ts';
export * from './tasks/tasks.ts';
