/** @file How a component brings its keys. */
import { useApp } from './context.ts';
import type { KeyBinding } from './keys.svelte.ts';

/** Registers a component's keys for as long as it lives; they change with what the function reads (e.g. the language). */
export function useKeys(bindings: () => readonly KeyBinding[]): void {
  const { keys } = useApp();
  $effect(() => keys.add(bindings()));
}
