/** @file The entry of every worker process: it does the one job or service that the workbench names. */
import * as datasets from './datasets/jobs.ts';
import * as evaluation from './evaluation/jobs.ts';
import * as models from './models/jobs.ts';
import * as doctor from './platform/doctor/jobs.ts';
import { serveWorker } from './platform/pool/entry.ts';
import * as serving from './serving/jobs.ts';
import * as training from './training/jobs.ts';
import * as versions from './versions/jobs.ts';

serveWorker({
  jobs: [datasets, versions, training, evaluation, models, doctor].flatMap((room) => Object.values(room)),
  services: Object.values(serving),
});
