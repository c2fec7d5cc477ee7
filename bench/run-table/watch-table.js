// In the page: does something to the table of runs and waits until what it makes of it is painted.
/* global document, location, history, requestAnimationFrame, dispatchEvent, PopStateEvent */
let asked = 0;
const ask = globalThis.fetch;
globalThis.fetch = async (...all) => {
  const address = String(all[0]?.url ?? all[0]);
  if (!address.includes('/rpc/') || address.includes('/events')) return ask(...all);
  asked++;
  try {
    const answer = await ask(...all);
    await answer.clone().arrayBuffer();
    return answer;
  } finally {
    asked--;
  }
};

globalThis.table = {
  grid: () => document.querySelector('main [role=grid]'),

  /** What is drawn, in words: of a grid its rows and how many columns it has, as the field of the filter is another before they are. */
  text() {
    const grid = this.grid();
    if (!grid) return document.querySelector('main')?.textContent ?? '';
    return grid.getAttribute('aria-rowcount') + ' ' + grid.getAttribute('aria-colcount') + grid.textContent;
  },

  head(title) {
    return [...document.querySelectorAll('[role=columnheader] button')].find(
      (head) => head.textContent.trim() === title,
    );
  },

  /** Whether every row in sight is there, or the page without a grid has its content. */
  read() {
    if (asked > 0) return false;
    const grid = this.grid();
    if (location.pathname === '/models') return document.querySelector('main h1') !== null;
    if (location.pathname === '/runs/compare')
      return (
        document.querySelector('main table tbody tr, main canvas') !== null &&
        !document.querySelector('main .wait')
      );
    if (!grid) return false;
    const rows = [...grid.querySelectorAll('[role=rowgroup]:last-child [role=row]')];
    return rows.length > 0 && !grid.querySelector('.wait');
  },

  /** @returns milliseconds from the act to the frame after the one in which it was done */
  async time(act) {
    const before = this.text();
    const begun = performance.now();
    act();
    // To read all that is drawn takes a while itself: only when nothing is on its way.
    while (!this.read() || this.text() === before) {
      if (performance.now() - begun > 20_000) throw new Error(`nothing came of ${location.href}`);
      await new Promise(requestAnimationFrame);
    }
    await new Promise(requestAnimationFrame);
    return performance.now() - begun;
  },

  goTo(address) {
    if (location.pathname + location.search === address) return 0;
    return this.time(() => {
      history.pushState(null, '', address);
      dispatchEvent(new PopStateEvent('popstate'));
    });
  },

  sort(title) {
    return this.time(() => this.head(title).click());
  },

  scroll(share) {
    const grid = this.grid();
    const to = Math.round(share * (grid.scrollHeight - grid.clientHeight));
    return this.time(() => grid.scrollTo({ top: to }));
  },
};
