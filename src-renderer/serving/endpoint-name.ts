/** @file The name an endpoint is offered. */
import type { Model } from '../../src-shared/contract.ts';

/** A name made of the model's, as an address takes it; the number keeps namesakes apart. */
export function endpointNameFor({ name, number }: Pick<Model, 'name' | 'number'>): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  // A model is named after its run, whose number often is its own.
  return slug.endsWith(`-${number}`) ? slug : `${slug || 'model'}-${number}`;
}
