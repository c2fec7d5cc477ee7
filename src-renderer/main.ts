/** @file Where the window starts. */
import './policy.ts';
import { mount } from 'svelte';
import './base.css';
import Window from './App.svelte';
import { createClient } from './client.ts';

mount(Window, {
  target: document.getElementById('window')!,
  props: { client: createClient({ origin: location.origin }) },
});
