/** @file The entry of every worker process: it does the one job or service that the workbench names. */
import { JOBS as DATASETS } from './datasets/jobs.ts';
import { JOBS as EVALUATION } from './evaluation/jobs.ts';
import { JOBS as EXPORTS } from './exports/jobs.ts';
import { JOBS as LABELING } from './labeling/jobs.ts';
import { JOBS as MODELS } from './models/jobs.ts';
import { JOBS as DOCTOR } from './platform/doctor/jobs.ts';
import { JOBS as PLANNING } from './planning/jobs.ts';
import { serveWorker } from './platform/pool/entry.ts';
import { SERVICES } from './serving/jobs.ts';
import { JOBS as TRACKING } from './tracking/jobs.ts';
import { JOBS as TRAINING } from './training/jobs.ts';
import { JOBS as VERSIONS } from './versions/jobs.ts';

serveWorker({
  jobs: [
    ...DATASETS,
    ...VERSIONS,
    ...TRAINING,
    ...EVALUATION,
    ...MODELS,
    ...EXPORTS,
    ...PLANNING,
    ...LABELING,
    ...TRACKING,
    ...DOCTOR,
  ],
  services: SERVICES,
});
