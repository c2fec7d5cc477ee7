/** @file The classes of a task while someone changes them, and what becomes of the answers of those that leave. */
import type { ClassChange, LabelClass } from '../../../src-shared/contract.ts';
import { RESERVED_KEYS } from '../../../src-shared/labeling/values.ts';

export interface Use {
  readonly name: string;
  readonly items: number;
  readonly answers: number;
}

/** A key that no class may have is one that does something else while labeling. */
const KEYS = [...'1234567890abcdehiklmopqrtvwxyz'];

export class ClassDraft {
  name = $state('');
  key = $state('');
  color = $state<string>();
  guideline = $state('');
  /** The draft of the class that it is one of. */
  parent = $state.raw<ClassDraft>();
  titleEn = $state('');
  titleZh = $state('');
  /** Its name when the changing began; undefined for a new one. */
  readonly was: string | undefined;
  /** Which color it has unless one is chosen. */
  readonly place: number;

  constructor(given: Partial<LabelClass> & { readonly place: number }, was?: string) {
    this.place = given.place;
    this.name = given.name ?? '';
    this.key = given.key ?? '';
    this.color = given.color;
    this.guideline = given.guideline ?? '';
    this.titleEn = given.titles?.en ?? '';
    this.titleZh = given.titles?.zh ?? '';
    this.was = was;
  }
}

/** A class that leaves. */
export class Leaving {
  readonly was: string;
  readonly use: Use;
  /** What its answers count as; undefined for nothing: its items wait for new answers. */
  to = $state.raw<ClassDraft>();

  constructor(was: string, use: Use) {
    this.was = was;
    this.use = use;
  }
}

export class ClassDrafts {
  rows = $state.raw<readonly ClassDraft[]>([]);
  leaving = $state.raw<readonly Leaving[]>([]);
  readonly #uses: readonly Use[];

  constructor(classes: readonly LabelClass[], uses: readonly Use[]) {
    this.#uses = uses;
    this.rows = classes.map((each, i) => new ClassDraft({ ...each, place: each.place ?? i }, each.name));
    for (const [i, { parent }] of classes.entries())
      this.rows[i]!.parent = this.rows.find(({ was }) => was === parent && parent !== undefined);
  }

  useOf({ was }: { was: string | undefined }): Use {
    return this.#uses.find(({ name }) => name === was) ?? { name: was ?? '', items: 0, answers: 0 };
  }

  add(parent?: ClassDraft): ClassDraft {
    const key = KEYS.find((each) => !this.rows.some((row) => row.key === each)) ?? '';
    let place = 0;
    while (this.rows.some((row) => row.place === place)) place++;
    const row = new ClassDraft({ key, place });
    row.parent = parent;
    this.rows = [...this.rows, row];
    return row;
  }

  /** Takes a class out. Its answers count as nothing until it is said otherwise. */
  remove(row: ClassDraft): void {
    this.rows = this.rows.filter((other) => other !== row);
    for (const other of this.rows) if (other.parent === row) other.parent = row.parent;
    for (const other of this.leaving) if (other.to === row) other.to = undefined;
    if (row.was !== undefined) this.leaving = [...this.leaving, new Leaving(row.was, this.useOf(row))];
  }

  /** Takes a class out and puts two new ones in its place; its items wait until somebody says which of them they are. */
  split(row: ClassDraft): void {
    const at = this.rows.indexOf(row);
    this.remove(row);
    const [first, second] = [this.add(row.parent), this.add(row.parent)];
    first.name = `${row.name} 1`;
    second.name = `${row.name} 2`;
    const others = this.rows.filter((other) => other !== first && other !== second);
    this.rows = others.toSpliced(at, 0, first, second);
  }

  move(row: ClassDraft, step: 1 | -1): void {
    const from = this.rows.indexOf(row);
    const to = from + step;
    if (to >= 0 && to < this.rows.length) this.rows = this.rows.with(from, this.rows[to]!).with(to, row);
  }

  /** Classes that one may be of: not itself, and none that is of it. */
  parentsFor(row: ClassDraft): readonly ClassDraft[] {
    const isWithin = (other: ClassDraft | undefined): boolean =>
      other !== undefined && (other === row || isWithin(other.parent));
    return this.rows.filter((other) => !isWithin(other));
  }

  get problem():
    { readonly why: 'none' | 'nameless' | 'name' | 'twice' | 'reserved'; readonly what: string } | undefined {
    const names = this.rows.map(({ name }) => name.trim());
    if (names.length === 0) return { why: 'none', what: '' };
    if (names.includes('')) return { why: 'nameless', what: '' };
    const name = firstTwice(names);
    if (name !== undefined) return { why: 'name', what: name };
    const keys = this.rows.map(({ key }) => key).filter(Boolean);
    const reserved = keys.find(
      (key) => !/^[0-9a-z]$/.test(key) || RESERVED_KEYS.some((other) => other === key),
    );
    if (reserved !== undefined) return { why: 'reserved', what: reserved };
    const key = firstTwice(keys);
    return key === undefined ? undefined : { why: 'twice', what: key };
  }

  /** Classes that get another name, with what names them now. */
  get renamed(): readonly { readonly was: string; readonly name: string; readonly use: Use }[] {
    return this.rows.flatMap((row) => {
      const name = row.name.trim();
      return row.was !== undefined && row.was !== name ? [{ was: row.was, name, use: this.useOf(row) }] : [];
    });
  }

  classes(): ClassChange[] {
    return this.rows.map((row) => {
      const { name, key, guideline, color, parent, titleEn, titleZh, was } = row;
      return {
        name: name.trim(),
        key,
        guideline,
        parent: parent?.name.trim() ?? '',
        titles: { en: titleEn.trim(), zh: titleZh.trim() },
        ...(color !== undefined && { color }),
        ...(was !== undefined && was !== name.trim() && { was }),
      };
    });
  }

  moves(): { from: string; to: string | null }[] {
    return this.leaving.map(({ was, to }) => ({ from: was, to: to?.name.trim() ?? null }));
  }
}

function firstTwice(values: readonly string[]): string | undefined {
  return values.find((value, i) => values.indexOf(value) < i);
}
