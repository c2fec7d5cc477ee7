/** @file Where the window starts. */
import { mount } from 'svelte';
import { config } from 'zod';
import './base.css';
import Window from './App.svelte';
import { createClient } from './client.ts';

// The pages' security policy forbids code made at run time, which zod would use to check faster.
config({ jitless: true });

mount(Window, {
  target: document.getElementById('window')!,
  props: { client: createClient({ origin: location.origin }) },
});
