/** @file Names that are written in one line, each with a key and a color: the classes and relations of a new task. */
import { SvelteMap } from 'svelte/reactivity';
import { RESERVED_KEYS } from '../../../src-shared/labeling/values.ts';

const KEYS = [...'1234567890abcdehiklmopqrtvwxyz'];

export interface NamedRow {
  readonly name: string;
  readonly key: string;
  /** `#rrggbb`; undefined for the color of its place. */
  readonly color: string | undefined;
}

interface Chosen {
  readonly key?: string | undefined;
  readonly color?: string | undefined;
}

export class NamedDrafts {
  /** Names, separated by commas or lines. */
  text = $state('');
  readonly #chosen = new SvelteMap<string, Chosen>();

  constructor(rows: readonly (Chosen & { readonly name: string })[] = []) {
    this.text = rows.map(({ name }) => name).join(', ');
    for (const { name, ...chosen } of rows) this.#chosen.set(name, chosen);
  }

  get names(): readonly string[] {
    const names = this.text
      .split(/[,，、;；\n]/)
      .map((name) => name.trim())
      .filter((name) => name !== '');
    return names.filter((name, i) => names.indexOf(name) === i);
  }

  get rows(): readonly NamedRow[] {
    const taken = [...this.#chosen.values()].map(({ key }) => key);
    const free = KEYS.filter((key) => !taken.includes(key));
    return this.names.map((name) => {
      const { key, color } = this.#chosen.get(name) ?? {};
      return { name, key: key ?? free.shift() ?? '', color };
    });
  }

  choose(name: string, chosen: Chosen): void {
    this.#chosen.set(name, { ...this.#chosen.get(name), ...chosen });
  }

  /** The first key that two have, or that none can have. */
  get problem(): { readonly why: 'twice' | 'reserved'; readonly key: string } | undefined {
    const seen: string[] = [];
    for (const { key } of this.rows) {
      if (key === '') continue;
      if (!/^[0-9a-z]$/.test(key) || RESERVED_KEYS.some((reserved) => reserved === key))
        return { why: 'reserved', key };
      if (seen.includes(key)) return { why: 'twice', key };
      seen.push(key);
    }
    return undefined;
  }
}
