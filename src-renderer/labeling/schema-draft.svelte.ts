/** @file The classes of a dataset while someone edits them. */
import type { ClassChange, LabelClass } from '../../src-shared/contract.ts';
import { RESERVED_KEYS } from '../../src-shared/labeling/values.ts';
import type { AllWords } from '../words.ts';

const KEYS = [...'123456789'];

export class ClassDraft {
  name = $state('');
  key = $state('');
  guideline = $state('');
  /** Its name when the editing began; undefined for a new one. */
  readonly was: string | undefined;

  constructor({ name, key, guideline }: LabelClass, was?: string) {
    this.name = name;
    this.key = key;
    this.guideline = guideline;
    this.was = was;
  }
}

export class SchemaDraft {
  rows = $state.raw<readonly ClassDraft[]>([]);

  constructor(classes: readonly LabelClass[]) {
    this.rows = classes.map((each) => new ClassDraft(each, each.name));
    if (this.rows.length === 0) this.add();
  }

  /** Adds an empty class with the first free digit. */
  add(): void {
    const key = KEYS.find((digit) => !this.rows.some((row) => row.key === digit)) ?? '';
    this.rows = [...this.rows, new ClassDraft({ name: '', key, guideline: '' })];
  }

  remove(row: ClassDraft): void {
    this.rows = this.rows.filter((other) => other !== row);
  }

  /** Moves a row one place up (-1) or down (1). */
  move(row: ClassDraft, step: 1 | -1): void {
    const from = this.rows.indexOf(row);
    const to = from + step;
    if (to < 0 || to >= this.rows.length) return;
    this.rows = this.rows.with(from, this.rows[to]!).with(to, row);
  }

  /** What is wrong, in words; undefined when it can be saved. */
  problem(words: AllWords['label']['schema']): string | undefined {
    const names = this.rows.map(({ name }) => name.trim());
    if (names.includes('')) return words.nameMissing;
    const name = firstTwice(names);
    if (name !== undefined) return words.nameTwice(name);
    const keys = this.rows.map(({ key }) => key).filter(Boolean);
    const bad = keys.find((key) => !/^[0-9a-z]$/.test(key) || RESERVED_KEYS.some((other) => other === key));
    if (bad !== undefined) return words.keyBad(bad, RESERVED_KEYS.join(', '));
    const key = firstTwice(keys);
    return key === undefined ? undefined : words.keyTwice(key);
  }

  /** The whole schema as it is to be. */
  changes(): ClassChange[] {
    return this.rows.map(({ name, key, guideline, was }) => ({
      name: name.trim(),
      key,
      guideline,
      ...(was !== undefined && was !== name.trim() && { was }),
    }));
  }
}

function firstTwice(values: readonly string[]): string | undefined {
  return values.find((value, i) => values.indexOf(value) < i);
}
