/** @file The one context of the window: every component reaches the shared state through `useApp()`. */
import { createContext } from 'svelte';
import type { App } from './app.svelte.ts';

export const [useApp, provideApp] = createContext<App>();
