// In the page: does something to the list of runs and waits until what it makes of it is painted.
/* global document, requestAnimationFrame, KeyboardEvent */
globalThis.rows = {
  grid: () => document.querySelector('[role=grid]'),
  first: () => document.querySelector('[role=grid] [aria-rowindex="2"]')?.textContent ?? '',
  count: () => document.querySelector('[role=grid]').getAttribute('aria-rowcount'),
  head: (title) =>
    [...document.querySelectorAll('[role=columnheader] button')].find((head) =>
      head.textContent.trim().startsWith(title),
    ),
  chip: (title) =>
    [...document.querySelectorAll('[role=group] button')].find((chip) =>
      chip.textContent.trim().startsWith(title),
    ),

  /** Whether every row in sight is there. */
  read() {
    const { top, bottom } = this.grid().getBoundingClientRect();
    const inSight = [...this.grid().querySelectorAll('[role=rowgroup]:last-child [role=row]')].filter(
      (row) => {
        const place = row.getBoundingClientRect();
        return place.bottom > top && place.top < bottom;
      },
    );
    return inSight.length > 10 && inSight.every((row) => row.querySelector('a'));
  },

  /** @returns milliseconds from the act to the frame after the one in which it was done */
  async time(act, isDone) {
    const begun = performance.now();
    act();
    while (!isDone()) {
      if (performance.now() - begun > 20_000) throw new Error(`nothing came of ${act}`);
      await new Promise(requestAnimationFrame);
    }
    await new Promise(requestAnimationFrame);
    return performance.now() - begun;
  },

  sort(title) {
    const before = this.first();
    return this.time(
      () => this.head(title).click(),
      () => this.first() !== before && this.read(),
    );
  },

  filter(title) {
    const before = this.count();
    return this.time(
      () => this.chip(title).click(),
      () => this.count() !== before && this.read(),
    );
  },

  search(text) {
    const before = this.count();
    const input = document.querySelector('main input[type=search]');
    return this.time(
      () => {
        input.value = text;
        input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      },
      () => this.count() !== before && this.read(),
    );
  },

  /** Jumps to a place, from 0 to 1. */
  scroll(share) {
    const grid = this.grid();
    const to = Math.round(share * (grid.scrollHeight - grid.clientHeight));
    return this.time(
      () => grid.scrollTo({ top: to }),
      () => Math.abs(grid.scrollTop - to) < 1 && this.inPlace() && this.read(),
    );
  },

  /** Whether the rows drawn are those of where the list is scrolled to. */
  inPlace() {
    const top = Math.floor(this.grid().scrollTop / 28);
    return this.grid().querySelector(`[aria-rowindex="${top + 3}"]`) !== null;
  },
};
