/** @file The entry of every worker process: it does the one job or service that the workbench names. */
import { serveWorker } from './entry.ts';
import { JOBS } from './jobs/index.ts';
import { SERVICES } from './services/index.ts';

serveWorker({ jobs: JOBS, services: SERVICES });
