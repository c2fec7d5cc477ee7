/** @file What an editor of answers is given, and the editor of each kind of task. */
import type { Component, Snippet } from 'svelte';
import type { LabelClass, QueueItem } from '../../../src-shared/contract.ts';
import type { AnnotationTask } from '../../../src-shared/labeling/tasks/contract.ts';
import type { TaskKind } from '../../../src-shared/labeling/tasks/kinds.ts';
import type { TaskValue } from '../../../src-shared/labeling/tasks/values.ts';
import ClassEditor from './ClassEditor.svelte';
import ComesNext from './ComesNext.svelte';
import LabelsEditor from './LabelsEditor.svelte';
import PreferenceEditor from './PreferenceEditor.svelte';
import RatingEditor from './RatingEditor.svelte';
import RegionsEditor from './regions/RegionsEditor.svelte';
import type { SuggestedRegion } from './regions/store.svelte.ts';
import TextEditor from './TextEditor.svelte';

/** An editor shows a value and brings its keys; it keeps nothing when the item changes. */
export interface EditorProps {
  /** What the person said so far; undefined for nothing. */
  readonly value: TaskValue | undefined;
  readonly schema: { readonly classes: readonly LabelClass[]; readonly options: AnnotationTask['options'] };
  readonly item: QueueItem;
  readonly dataset: string;
  /** The item after this one, so that its image is there before it is asked for. */
  readonly next?: QueueItem | undefined;
  /** What was answered last, to be copied. */
  readonly last?: TaskValue | undefined;
  /** What a model suggests for the item. */
  readonly suggestions?: readonly SuggestedRegion[];
  /** Changes of one gesture are one step of undo. */
  readonly onchange: (value: TaskValue, gesture?: string) => void;
  /** Saves what was last told by `onchange`, and goes on. */
  readonly onsave: () => void;
  /** Of an editor that shows the item itself: what stands below it, and what stands beside it. */
  readonly actions?: Snippet;
  readonly beside?: Snippet;
}

/** Total: an editor of each kind. A task of a kind without one can be made by command and API, and is answered there. */
export const EDITORS: Readonly<Record<TaskKind, Component<EditorProps>>> = {
  classification: ClassEditor,
  multilabel: LabelsEditor,
  rating: RatingEditor,
  spans: ComesNext,
  regions: RegionsEditor,
  preference: PreferenceEditor,
  text: TextEditor,
};

/** Total: whether the editor shows the item itself, with what is said on it, and stays when the next item comes. */
export const SHOWS_ITEM: Readonly<Record<TaskKind, boolean>> = {
  classification: false,
  multilabel: false,
  rating: false,
  spans: false,
  regions: true,
  preference: false,
  text: false,
};

/** Whether people can answer tasks of this kind in the window. */
export const hasEditor = (kind: TaskKind): boolean => EDITORS[kind] !== ComesNext;
