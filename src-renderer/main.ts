/** @file Where the window starts. */
import './platform/policy.ts';
import { mount } from 'svelte';
import './base.css';
import Window from './App.svelte';
import { createClient } from './platform/client.ts';

mount(Window, {
  target: document.getElementById('window')!,
  props: { client: createClient({ origin: location.origin }) },
});
