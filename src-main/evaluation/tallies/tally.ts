/** @file What a tally is: an evaluation counted batch by batch, so that a split of any size takes the memory of one batch. */

/** What a report holds beside what it is a report of. */
export type Scores<Report> = Omit<Report, 'id' | 'model' | 'version' | 'dataset' | 'split' | 'createdAt'>;

export interface Tally<Batch, Report> {
  add(batch: Batch): void;
  result(): Scores<Report>;
}

/** Keeps the first `most` of all items by an order, in the memory of a few times as many. */
export class Foremost<Item> {
  readonly #most: number;
  readonly #order: (a: Item, b: Item) => number;
  #items: Item[] = [];

  constructor(most: number, order: (a: Item, b: Item) => number) {
    this.#most = most;
    this.#order = order;
  }

  add(item: Item): void {
    this.#items.push(item);
    if (this.#items.length > 4 * this.#most) this.#items = this.items();
  }

  items(): Item[] {
    return this.#items.toSorted(this.#order).slice(0, this.#most);
  }
}
