/** @file Links to what the workbench keeps: chosen by name, followed to its page. */
import { hrefTo } from '../../platform/routes.ts';
import type { FactChoices } from './choices.svelte.ts';
import type { Field, Option } from './fields.ts';
import type { FormWords } from './words.ts';

export interface Link {
  readonly what: 'dataset' | 'version' | 'run' | 'model' | 'endpoint' | 'report';
  readonly id: string;
}

const LINKED = ['dataset', 'version', 'run', 'model', 'endpoint'] as const;

/** Everything that can be linked, by name. */
export const linkOptions = (choices: FactChoices, words: FormWords): Option[] =>
  LINKED.flatMap((what) =>
    (choices.of(what) ?? []).map(({ value, label }) => ({
      value: `${what}:${value}`,
      label: `${words.fact.parameters[what]}: ${label}`,
    })),
  );

/** The field of a document's links. */
export function linksField<Key extends string>(
  key: Key,
  {
    label,
    add,
    options,
  }: { readonly label: string; readonly add: string; readonly options: readonly Option[] },
): Field<Key> {
  return {
    key,
    label,
    control: 'rows',
    add,
    columns: [{ key: 'link', label, control: 'choice', options }],
    blank: () => ({ link: null }),
    toRows: (value) => ((value ?? []) as readonly Link[]).map(({ what, id }) => ({ link: `${what}:${id}` })),
    fromRows: (rows) => rows.map(({ link }) => linkOf(String(link))),
  };
}

export function linkOf(text: string): Link {
  const colon = text.indexOf(':');
  return { what: text.slice(0, colon) as Link['what'], id: text.slice(colon + 1) };
}

/** The page of what is linked; undefined where it has none. */
export function hrefOfLink({ what, id }: Link): string | undefined {
  if (what === 'dataset') return hrefTo('dataset', { dataset: id });
  if (what === 'run') return hrefTo('run', { run: id });
  if (what === 'model') return hrefTo('model', { model: id });
  return what === 'endpoint' ? hrefTo('endpoint', { endpoint: id }) : undefined;
}
