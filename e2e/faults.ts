/** @file What is wrong with how a page is laid out: what scrolls sideways, what lies over something else, what is cut. */
import type { Page } from '@playwright/test';

/** Each fault in words; none where the page is well. */
export function faultsOf(page: Page): Promise<string[]> {
  return page.evaluate(LOOK);
}

/** Runs in the window, whose types are not those of the tests. */
const LOOK = `(() => {
  const faults = [];
  const say = (element) => {
    const words = (element.getAttribute('aria-label') || element.textContent || '').trim().replace(/\\s+/g, ' ').slice(0, 40);
    return element.tagName.toLowerCase() + (element.className && typeof element.className === 'string' ? '.' + element.className.split(' ')[0] : '') + ' “' + words + '”';
  };
  const root = document.scrollingElement;
  if (root.scrollWidth > root.clientWidth) faults.push('the page scrolls sideways by ' + (root.scrollWidth - root.clientWidth));
  const main = document.querySelector('main');
  if (main && main.scrollWidth > main.clientWidth + 1) faults.push('main scrolls sideways by ' + (main.scrollWidth - main.clientWidth));
  const within = (a, b) => ({
    left: Math.max(a.left, b.left), top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom),
  });
  // What an element and those around it leave to be seen of what lies in it, each asked once.
  const panes = new Map([[null, { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity }]]);
  const paneOf = (element) => {
    const known = panes.get(element);
    if (known) return known;
    const around = paneOf(element.parentElement);
    const style = getComputedStyle(element);
    const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible';
    const pane = clips ? within(around, element.getBoundingClientRect()) : around;
    panes.set(element, pane);
    return pane;
  };
  // Where an element can be seen: its box, cut by every ancestor that clips.
  const seen = (element) => within(element.getBoundingClientRect(), paneOf(element.parentElement));
  const visible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const controls = [...document.querySelectorAll('a[href], button, input:not([type=file]), select, textarea, [role=tab], [role=combobox]')]
    .filter(visible).map((element) => ({ element, box: seen(element), whole: element.getBoundingClientRect() }))
    .filter(({ box }) => box.right - box.left > 2 && box.bottom - box.top > 2);
  for (const { element, box, whole } of controls) {
    if (element.closest('[role=grid], [data-scrolls]')) continue;
    if (whole.right - box.right > 2 && whole.right > innerWidth) faults.push(say(element) + ' is cut at the right');
  }
  for (let i = 0; i < controls.length; i++)
    for (let k = i + 1; k < controls.length; k++) {
      const [a, b] = [controls[i], controls[k]];
      if (a.element.contains(b.element) || b.element.contains(a.element)) continue;
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (wide <= 3 || high <= 3) continue;
      // A label's own input, or one drawn over by its button, are one control.
      if (a.element.closest('label') && a.element.closest('label') === b.element.closest('label')) continue;
      const at = document.elementFromPoint(Math.max(a.box.left, b.box.left) + wide / 2, Math.max(a.box.top, b.box.top) + high / 2);
      if (at && (a.element.contains(at) || b.element.contains(at))) faults.push(say(a.element) + ' lies on ' + say(b.element));
    }
  // What can be focused and lies under a notice.
  for (const { element, box } of controls) {
    const at = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    if (at?.closest('.toasts') && !element.closest('.toasts')) faults.push(say(element) + ' lies under a notice');
  }
  // A choice keeps its distance from whatever stands beside, above and below it.
  const choices = controls.filter(({ element }) => element.matches('select, .select') && !element.closest('[role=grid]'));
  for (const choice of choices)
    for (const other of controls) {
      if (other === choice || other.element.contains(choice.element)) continue;
      const [a, b] = [choice.box, other.box];
      const aside = Math.max(a.left - b.right, b.left - a.right);
      const apart = Math.max(a.top - b.bottom, b.top - a.bottom);
      const [near, far] = [Math.min(aside, apart), Math.max(aside, apart)];
      if (near < 0 && far >= 0 && far < 3.5) faults.push(say(choice.element) + ' stands ' + far.toFixed(1) + ' px from ' + say(other.element));
    }
  // Text that does not fit its box and does not say so with an ellipsis.
  for (const element of document.querySelectorAll('main *')) {
    if (element.children.length || !element.textContent.trim() || !visible(element)) continue;
    const style = getComputedStyle(element);
    // For screen readers alone.
    if (element.clientWidth <= 1 || style.clipPath !== 'none') continue;
    if (style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1)
      faults.push(say(element) + ' is cut');
  }
  return [...new Set(faults)].slice(0, 20);
})()`;
