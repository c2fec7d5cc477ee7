/** @file What an editor of answers is given, and the editor of each kind of task. */
import type { Component, Snippet } from 'svelte';
import type { LabelClass, QueueItem } from '../../../src-shared/contract.ts';
import type { AnnotationTask } from '../../../src-shared/labeling/tasks/contract.ts';
import type { TaskKind } from '../../../src-shared/labeling/tasks/kinds.ts';
import type { TaskValue } from '../../../src-shared/labeling/tasks/values.ts';
import type { ShownSuggestion } from '../help/shown.ts';
import ClassEditor from './ClassEditor.svelte';
import ComesNext from './ComesNext.svelte';
import LabelsEditor from './LabelsEditor.svelte';
import PreferenceEditor from './PreferenceEditor.svelte';
import RatingEditor from './RatingEditor.svelte';
import RegionsEditor from './regions/RegionsEditor.svelte';
import SpansEditor from './spans/SpansEditor.svelte';
import TextEditor from './TextEditor.svelte';

/** An editor shows a value and brings its keys; it keeps nothing when the item changes. Undo is the desk's. */
export interface EditorProps {
  /** What is said so far, saved or not; undefined for nothing. */
  readonly value: TaskValue | undefined;
  readonly schema: { readonly classes: readonly LabelClass[]; readonly options: AnnotationTask['options'] };
  readonly item: QueueItem;
  readonly dataset: string;
  readonly language: 'en' | 'zh' | undefined;
  /** The item after this one, so that what it shows is there before it is asked for. */
  readonly next?: QueueItem | undefined;
  /** What was answered last, to be copied. */
  readonly last?: TaskValue | undefined;
  /** In a dialog, which saves: the editor tells what is chosen and has no Save of its own. */
  readonly inDialog?: boolean;
  /** Of an editor that shows the item itself: what models suggest for it, while nobody answered it. */
  readonly suggested?: ShownSuggestion | undefined;
  /** Of an editor that shows the item itself: what stands above it, below it, and at the end of its side pane. */
  readonly facts?: Snippet;
  readonly actions?: Snippet;
  readonly beside?: Snippet;
  /** One call is one step of undo; calls in a row with one `gesture` are one step together. */
  readonly onchange: (value: TaskValue, gesture?: string) => void;
  /** Saves what was last told by `onchange`, or a value that is given at once, and goes on. */
  readonly onsave: (value?: TaskValue) => void;
}

/** Total: an editor of each kind. A task of a kind without one can be made by command and API, and is answered there. */
export const EDITORS: Readonly<Record<TaskKind, Component<EditorProps>>> = {
  classification: ClassEditor,
  multilabel: LabelsEditor,
  rating: RatingEditor,
  spans: SpansEditor,
  regions: RegionsEditor,
  preference: PreferenceEditor,
  text: TextEditor,
};

/** Whether people can answer tasks of this kind in the window. */
export const hasEditor = (kind: TaskKind): boolean => EDITORS[kind] !== ComesNext;

/**
 * Total: whether the editor shows the item itself, as two panes beside each other, and stays when the next item comes. The
 * arrows are then the editor's, and the desk goes back and forth by Page Up and Page Down alone.
 */
export const SHOWS_ITEM: Readonly<Record<TaskKind, boolean>> = {
  classification: false,
  multilabel: false,
  rating: false,
  spans: true,
  regions: true,
  preference: false,
  text: false,
};

/** Total: whether an answer has parts, so that an adjudicator makes one of what somebody gave. */
export const IS_CHANGED: Readonly<Record<TaskKind, boolean>> = {
  classification: false,
  multilabel: true,
  rating: false,
  spans: true,
  regions: true,
  preference: false,
  text: true,
};
