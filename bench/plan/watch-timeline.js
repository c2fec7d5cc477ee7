// In the page: does something to the timeline and waits until what it makes of it is painted.
/* global document, requestAnimationFrame, KeyboardEvent */
globalThis.timeline = {
  tree: () => document.querySelector('[role=tree]'),
  painted: () => document.querySelector('canvas')?.dataset.painted,

  /** Waits until nothing was painted anew for a while: the workbench has told what it saved. */
  async quiet() {
    for (let before = ''; before !== this.painted();) {
      before = this.painted();
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  },

  /** @returns milliseconds from the act to the frame after the one in which it was painted */
  async time(act) {
    const before = this.painted();
    const begun = performance.now();
    act();
    while (this.painted() === before) {
      if (performance.now() - begun > 20_000) throw new Error(`nothing came of ${act}`);
      await new Promise(requestAnimationFrame);
    }
    await new Promise(requestAnimationFrame);
    const taken = performance.now() - begun;
    await this.quiet();
    return taken;
  },

  press(key, shiftKey = false) {
    const code = { '[': 'BracketLeft', ']': 'BracketRight' }[key] ?? key;
    this.tree().dispatchEvent(
      new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true, cancelable: true }),
    );
  },

  /** Goes a page further down and changes the effort of the task there by an hour. */
  effort(key) {
    this.press('PageDown');
    return this.time(() => this.press(key));
  },

  /** Moves the task at the cursor to the next working day, or back. */
  start(key) {
    return this.time(() => this.press(key, true));
  },

  /** Milliseconds from a jump to the frame after the rows there were drawn. */
  async scroll(share) {
    const tree = this.tree();
    const begun = performance.now();
    tree.scrollTo({ top: share * (tree.scrollHeight - tree.clientHeight) });
    const top = Math.floor(tree.scrollTop / 28);
    const there = () => document.querySelector(`[role=treeitem][id$="task-${top}"]`) !== null;
    while (!there()) {
      if (performance.now() - begun > 20_000) throw new Error(`no row ${top}`);
      await new Promise(requestAnimationFrame);
    }
    await new Promise(requestAnimationFrame);
    return performance.now() - begun;
  },
};
