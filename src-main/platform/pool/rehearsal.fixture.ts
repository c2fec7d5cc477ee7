/** @file A worker entry for tests: it knows the rehearsals alone. */
import { serveWorker } from './entry.ts';
import { REHEARSALS, REHEARSED_SERVICES } from './rehearsal-jobs.fixture.ts';

serveWorker({ jobs: Object.values(REHEARSALS), services: Object.values(REHEARSED_SERVICES) });
