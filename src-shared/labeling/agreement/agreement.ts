/** @file Agreement in a task: of all people, of each pair, of each person with themself. Pure. */
import { keyOfAnswer } from '../resolution/resolve.ts';
import type { TaskKind } from '../tasks/kinds.ts';
import type { AnswerValue } from '../tasks/values.ts';
import {
  cohenKappa,
  fleissKappa,
  krippendorffAlpha,
  percentAgreement,
  type Rating,
  type Unit,
} from './coefficients.ts';
import type { AgreementTable, Measured } from './contract.ts';
import { MEASURES_OF, type Measure } from './measures.ts';
import { meanIou, spanF1 } from './parts.ts';

/** What one person says of one item, and what they said when they were asked again. */
export interface PersonAnswer {
  readonly person: string;
  readonly value: AnswerValue;
  readonly again: AnswerValue | null;
}

/** What two people, or one twice, said of each item that both answered. */
type Pairs = readonly (readonly [AnswerValue, AnswerValue])[];

/** Gathers answers item by item; what it keeps of an item is what measures need. */
export class Agreement {
  readonly #kind: TaskKind;
  readonly #units: Unit[] = [];
  readonly #pairs = new Map<string, (readonly [AnswerValue, AnswerValue])[]>();
  readonly #self = new Map<string, (readonly [AnswerValue, AnswerValue])[]>();
  readonly #answers = new Map<string, number>();

  constructor(kind: TaskKind) {
    this.#kind = kind;
  }

  /** @param answers all answers to one item */
  add(answers: readonly PersonAnswer[]): void {
    for (const { person, value, again } of answers) {
      this.#answers.set(person, (this.#answers.get(person) ?? 0) + 1);
      if (again) listIn(this.#self, person).push([value, again]);
    }
    if (answers.length < 2) return;
    const sorted = answers.toSorted((a, b) => (a.person < b.person ? -1 : 1));
    this.#units.push(sorted.map(({ value }) => this.#ratingOf(value)));
    for (const [i, first] of sorted.entries())
      for (const second of sorted.slice(i + 1))
        listIn(this.#pairs, pairKey(first.person, second.person)).push([first.value, second.value]);
  }

  /** @param names of people by their ids */
  table(names: ReadonlyMap<string, string>): AgreementTable {
    return {
      people: [...this.#answers].map(([id, answers]) => ({ id, name: names.get(id) ?? id, answers })),
      overall: MEASURES_OF[this.#kind].map((measure) => this.overall(measure)),
      pairs: [...this.#pairs].map(([key, pairs]) => {
        const [first, second] = JSON.parse(key) as [string, string];
        return { first, second, measures: this.#measured(pairs) };
      }),
      self: [...this.#self].map(([person, pairs]) => ({ person, measures: this.#measured(pairs) })),
    };
  }

  /** Of all people; a measure of two is the mean over pairs, each weighing as its items do. Null for one of other kinds. */
  overall(measure: Measure): Measured {
    if (!this.#has(measure)) return { measure, value: null, items: 0 };
    const items = this.#units.length;
    if (measure === 'fleissKappa') {
      const units = mostCommonLength(this.#units);
      return { measure, value: fleissKappa(units), items: units.length };
    }
    const ofUnits = OF_UNITS[measure];
    if (ofUnits) return { measure, value: ofUnits(this.#units), items };
    return { measure, value: this.#meanOf(this.#pairs, measure), items };
  }

  /** Of all who were asked again, each weighing as their items do. */
  self(measure: Measure): Measured {
    if (!this.#has(measure)) return { measure, value: null, items: 0 };
    const items = [...this.#self.values()].reduce((sum, { length }) => sum + length, 0);
    return { measure, value: this.#meanOf(this.#self, measure), items };
  }

  #has(measure: Measure): boolean {
    return MEASURES_OF[this.#kind].includes(measure);
  }

  #meanOf(all: ReadonlyMap<string, Pairs>, measure: Measure): number | null {
    let [sum, weight] = [0, 0];
    for (const pairs of all.values()) {
      const { value } = this.#of(measure, pairs);
      if (value === null) continue;
      sum += value * pairs.length;
      weight += pairs.length;
    }
    return weight === 0 ? null : sum / weight;
  }

  #measured(pairs: Pairs): Measured[] {
    return MEASURES_OF[this.#kind].map((measure) => this.#of(measure, pairs));
  }

  #of(measure: Measure, pairs: Pairs): Measured {
    const items = pairs.length;
    // Kinds with these measures have answers of that kind.
    if (measure === 'spanF1') return { measure, value: spanF1(pairs as Parameters<typeof spanF1>[0]), items };
    if (measure === 'meanIou')
      return { measure, value: meanIou(pairs as Parameters<typeof meanIou>[0]), items };
    const rated = pairs.map(([a, b]) => [this.#ratingOf(a), this.#ratingOf(b)] as const);
    if (measure === 'cohenKappa') return { measure, value: cohenKappa(rated), items };
    if (measure === 'fleissKappa') return { measure, value: fleissKappa(rated), items };
    return { measure, value: OF_UNITS[measure]!(rated), items };
  }

  #ratingOf(value: AnswerValue): Rating {
    return this.#kind === 'rating' && 'rating' in value ? value.rating : keyOfAnswer(this.#kind, value);
  }
}

/** Measures of any number of answers to an item. */
const OF_UNITS: Readonly<Partial<Record<Measure, (units: readonly Unit[]) => number | null>>> = {
  percent: percentAgreement,
  alphaNominal: (units) => krippendorffAlpha(units, 'nominal'),
  alphaOrdinal: (units) => krippendorffAlpha(units, 'ordinal'),
  alphaInterval: (units) => krippendorffAlpha(units, 'interval'),
};

function mostCommonLength(units: readonly Unit[]): readonly Unit[] {
  const byLength = Map.groupBy(units, ({ length }) => length);
  return [...byLength.values()].reduce<readonly Unit[]>(
    (most, each) => (each.length > most.length ? each : most),
    [],
  );
}

const pairKey = (first: string, second: string): string => JSON.stringify([first, second]);

function listIn<Item>(lists: Map<string, Item[]>, key: string): Item[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
