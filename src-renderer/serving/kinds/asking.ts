/** @file How a model is asked by hand, by what it asks for. */
import type { Component } from 'svelte';
import type { Asked, ModelSignature } from '../../../src-shared/contract.ts';
import AskImage from '../AskImage.svelte';
import AskTable from '../AskTable.svelte';
import AskText from '../AskText.svelte';
import AskToWrite from '../AskToWrite.svelte';
import type { Asks } from './snippets.ts';

interface AskerProps {
  model: string;
  endpoint: string | undefined;
  ready: boolean;
  columns: ModelSignature['columns'];
  size: ModelSignature['image'];
  onask: (asked: Asked | null) => void;
  input?: HTMLElement | undefined;
}

interface Asking {
  readonly Asker: Component<AskerProps, object, 'input'>;
  /** Whether a program begins with a row of the data. */
  readonly hasRow: boolean;
  /** The words that a program asks with where it asks with a text. */
  readonly words: 'sample' | 'begin';
}

export const ASKING: Readonly<Record<Asks, Asking>> = {
  text: { Asker: AskText, hasRow: false, words: 'sample' },
  table: { Asker: AskTable, hasRow: true, words: 'sample' },
  image: { Asker: AskImage, hasRow: false, words: 'sample' },
  prompt: { Asker: AskToWrite, hasRow: false, words: 'begin' },
};
