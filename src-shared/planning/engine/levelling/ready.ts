/** @file Tasks that can be placed next, the most urgent first: a binary heap by priority, slack, early start and place in the plan. */

/** Lower comes first, key by key. */
export type Urgency = readonly [number, number, number, number];

export class Ready {
  readonly #heap: number[] = [];
  readonly #urgencyOf: (node: number) => Urgency;

  constructor(urgencyOf: (node: number) => Urgency) {
    this.#urgencyOf = urgencyOf;
  }

  push(node: number): void {
    const heap = this.#heap;
    let at = heap.push(node) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(heap[at]!, heap[parent]!)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): number | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    let at = 0;
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < heap.length && this.#before(heap[left]!, heap[least]!)) least = left;
      if (right < heap.length && this.#before(heap[right]!, heap[least]!)) least = right;
      if (least === at) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(a: number, b: number): void {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b]!, this.#heap[a]!];
  }

  #before(a: number, b: number): boolean {
    const [one, other] = [this.#urgencyOf(a), this.#urgencyOf(b)];
    const differs = one.findIndex((value, key) => value !== other[key]);
    return differs >= 0 && one[differs]! < other[differs]!;
  }
}
