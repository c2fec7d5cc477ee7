/** @file The hand never leaves the keys: a click on the desk leaves the focus where it is. */

/** On `pointerdown` of a button. A field that is being written in lets go, so that what was written is saved first. */
export function keepFocus(event: PointerEvent): void {
  const writing = document.activeElement instanceof HTMLTextAreaElement;
  if (!writing) event.preventDefault();
}
