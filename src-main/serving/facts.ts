/** @file What was measured of endpoints. */
import * as z from 'zod';
import type { Endpoint } from '../../src-shared/contract.ts';
import { changedWith, defineFact } from '../platform/facts.ts';

interface Endpoints {
  /** @throws AppError `serving.noSuchEndpoint` */
  view(name: string): Endpoint;
}

const parameters = z.object({ endpoint: z.string() });

/** The 95th percentile of how long the last requests took. */
export function latencyFact(endpoints: Endpoints) {
  return defineFact({
    name: 'serving.p95',
    unit: 'ms',
    parameters,
    read: ({ endpoint }) => endpoints.view(endpoint).p95,
    changedBy: (event) => changedWith(event, 'endpoints', 'endpoint'),
  });
}

/** Requests that an endpoint could not answer, since it was deployed. */
export function errorsFact(endpoints: Endpoints) {
  return defineFact({
    name: 'serving.errors',
    unit: 'requests',
    parameters,
    read: ({ endpoint }) => endpoints.view(endpoint).errors,
    changedBy: (event) => changedWith(event, 'endpoints', 'endpoint'),
  });
}

/** Requests that an endpoint was asked, since it was deployed. */
export function requestsFact(endpoints: Endpoints) {
  return defineFact({
    name: 'serving.requests',
    unit: 'requests',
    parameters,
    read: ({ endpoint }) => endpoints.view(endpoint).requests,
    changedBy: (event) => changedWith(event, 'endpoints', 'endpoint'),
  });
}
