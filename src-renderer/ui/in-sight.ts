/** @file When an element first comes into sight. */

/** Of what is less in sight at first it is told later, so that what can be seen comes before its edges. */
const EDGE = 0.25;
const EDGE_MS = 250;

/** Calls once when an element is in sight: at once where it is already, of a mere edge a little later. @returns stops looking */
export function whenInSight(element: HTMLElement, seen: () => void): () => void {
  const { top, bottom, height } = element.getBoundingClientRect();
  const shown = Math.min(bottom, innerHeight) - Math.max(top, 0);
  if (shown >= EDGE * height) {
    seen();
    return () => undefined;
  }
  if (shown > 0) {
    const timer = setTimeout(seen, EDGE_MS);
    return () => clearTimeout(timer);
  }
  const looking = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    looking.disconnect();
    seen();
  });
  looking.observe(element);
  return () => looking.disconnect();
}
