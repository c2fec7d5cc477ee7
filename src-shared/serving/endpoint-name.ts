/** @file The names that endpoints are offered: parts of an address, so letters of a to z, digits and hyphens. */
import type { Model } from '../models/contract.ts';

function slugOf(text: string, most = 40): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, most)
    .replaceAll(/^-+|-+$/g, '');
}

/** A name made of the model's; the number keeps namesakes apart. */
export function endpointNameFor({ name, number }: Pick<Model, 'name' | 'number'>): string {
  const slug = slugOf(name);
  // A model is named after its run, whose number often is its own.
  return slug.endsWith(`-${number}`) ? slug : `${slug || 'model'}-${number}`;
}

/** `spam-champion`; the end of the registered model's id where no letter of its name fits into an address. */
export function endpointNameForAlias(
  { id, name }: { readonly id: string; readonly name: string },
  alias: string,
): string {
  return [slugOf(name) || slugOf(id.slice(-8)) || 'model', slugOf(alias, 20)].filter(Boolean).join('-');
}
