/** @file What a component does when it shows something else than before. */
import { untrack } from 'svelte';

/**
 * Runs at first and whenever a value has become another, before the page is painted. A value that is read again and is
 * the same runs nothing, so what was typed, scrolled or zoomed stays when the thing behind it is read anew: an effect
 * on `item.id` alone would run each time `item` is another object.
 */
export function whenChanged(value: () => string, run: () => void): void {
  const present = $derived.by(value);
  $effect.pre(() => {
    void present;
    untrack(run);
  });
}
