/** @file The entry of every worker process: it does the one job or service that the workbench names. */
import { serveWorker } from './platform/pool/entry.ts';
import { JOBS } from './jobs.ts';
import { SERVICES } from './services.ts';

serveWorker({ jobs: JOBS, services: SERVICES });
