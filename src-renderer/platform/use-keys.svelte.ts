/** @file How a component brings its keys. */
import { getContext, setContext } from 'svelte';
import { useApp } from './context.ts';
import type { KeyBinding } from './keys.svelte.ts';

const IN_DIALOG = Symbol('in a dialog');

/** Called by a component that opens a dialog: what lies in it keeps its keys while those of the page rest. */
export function keepKeysInDialog(): void {
  setContext(IN_DIALOG, true);
}

/** Registers a component's keys for as long as it lives; they change with what the function reads (e.g. the language). */
export function useKeys(bindings: () => readonly KeyBinding[]): void {
  const { keys } = useApp();
  const inDialog = getContext(IN_DIALOG) === true;
  $effect(() => keys.add(bindings(), { inDialog }));
}
