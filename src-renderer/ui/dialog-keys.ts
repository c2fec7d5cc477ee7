/** @file What the keyboard finds in every dialog: where it begins, and what Enter does. */
import { isComposing } from '../platform/chords.ts';

const FIELDS = 'input:not([type="hidden"], [hidden]), textarea, select';
const MAIN = '.button.primary, .button.danger';

/** What has the focus when a dialog opens: what is marked `data-first`, its first field, its main button, or itself. */
export function firstIn(dialog: HTMLElement): HTMLElement {
  return (
    dialog.querySelector<HTMLElement>('[data-first]') ??
    dialog.querySelector<HTMLElement>(FIELDS) ??
    mainIn(dialog) ??
    (hasMain(dialog) ? dialog : (dialog.querySelector<HTMLElement>('button') ?? dialog))
  );
}

/** The button that does what the dialog is for, when it can be pressed. */
function mainIn(dialog: HTMLElement): HTMLButtonElement | undefined {
  return [...dialog.querySelectorAll<HTMLButtonElement>(MAIN)].findLast(({ disabled }) => !disabled);
}

function hasMain(dialog: HTMLElement): boolean {
  return dialog.querySelector(MAIN) !== null;
}

/** Whether Enter does here what the main button says: with Ctrl or Cmd anywhere, alone in a field without a form. */
export function pressesMain(event: KeyboardEvent, dialog: HTMLElement): boolean {
  if (event.key !== 'Enter' || event.defaultPrevented || isComposing(event)) return false;
  if (event.ctrlKey || event.metaKey) return true;
  const { target } = event;
  // A form answers Enter in its fields itself, and a button is pressed by it.
  return target === dialog || (target instanceof HTMLInputElement && target.form === null);
}

/** Presses the main button, if it can be pressed. */
export function pressMain(dialog: HTMLElement): void {
  mainIn(dialog)?.click();
}
