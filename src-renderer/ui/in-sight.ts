/** @file When an element first comes into sight. */

/** Calls once when an element is in sight: at once where it is already. @returns stops looking */
export function whenInSight(element: HTMLElement, seen: () => void): () => void {
  const { top, bottom } = element.getBoundingClientRect();
  if (top < innerHeight && bottom > 0) {
    seen();
    return () => undefined;
  }
  const looking = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    looking.disconnect();
    seen();
  });
  looking.observe(element);
  return () => looking.disconnect();
}
