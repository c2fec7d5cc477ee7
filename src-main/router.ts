/** @file The whole contract, room by room. */
import type { Project } from '../src-shared/contract.ts';
import type { Datasets } from './datasets/index.ts';
import type { Evaluation } from './evaluation/index.ts';
import type { Limits } from './limits/index.ts';
import type { Labeling } from './labeling/index.ts';
import type { Serving } from './serving/index.ts';
import type { Tracking } from './tracking/index.ts';
import type { Training } from './training/index.ts';
import { datasetsRouter } from './datasets/router.ts';
import { evaluationRouter } from './evaluation/router.ts';
import type { Uploads } from './platform/api/uploads.ts';
import { houseRouter, type House } from './platform/api/house.ts';
import { os } from './platform/api/implement.ts';
import { limitsRouter } from './limits/router.ts';
import { labelingRouter } from './labeling/router.ts';
import { servingRouter } from './serving/router.ts';
import { trackingRouter } from './tracking/router.ts';
import { trainingRouter } from './training/router.ts';

export interface Rooms {
  readonly house: House;
  readonly uploads: Uploads;
  readonly projects: readonly Project[];
  readonly datasets: Datasets;
  readonly labeling: Labeling;
  readonly training: Training;
  readonly tracking: Tracking;
  readonly evaluation: Evaluation;
  readonly serving: Serving;
  readonly limits: Limits;
}

/** Implements the contract. A procedure that is missing, or answers something else, does not compile. */
export function createRouter({
  house,
  projects,
  datasets,
  uploads,
  labeling,
  evaluation,
  serving,
  limits,
  ...rooms
}: Rooms) {
  return os.router({
    ...houseRouter(house),
    datasets: datasetsRouter(datasets, uploads),
    projects: { list: os.projects.list.handler(() => [...projects]) },
    labeling: labelingRouter(labeling),
    ...trackingRouter(rooms.tracking),
    ...trainingRouter({ ...rooms, evaluation }, uploads),
    ...evaluationRouter(evaluation),
    ...servingRouter(serving, uploads),
    ...limitsRouter(limits),
  });
}
