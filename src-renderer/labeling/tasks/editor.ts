/** @file What an editor of answers is given, and the editor of each kind of task. */
import type { Component } from 'svelte';
import type { LabelClass, QueueItem } from '../../../src-shared/contract.ts';
import type { AnnotationTask } from '../../../src-shared/labeling/tasks/contract.ts';
import type { TaskKind } from '../../../src-shared/labeling/tasks/kinds.ts';
import type { TaskValue } from '../../../src-shared/labeling/tasks/values.ts';
import ClassEditor from './ClassEditor.svelte';
import ComesNext from './ComesNext.svelte';
import LabelsEditor from './LabelsEditor.svelte';
import PreferenceEditor from './PreferenceEditor.svelte';
import RatingEditor from './RatingEditor.svelte';
import TextEditor from './TextEditor.svelte';

/** An editor shows a value and brings its keys; it keeps nothing when the item changes. */
export interface EditorProps {
  /** What the person said so far; undefined for nothing. */
  readonly value: TaskValue | undefined;
  readonly schema: { readonly classes: readonly LabelClass[]; readonly options: AnnotationTask['options'] };
  readonly item: QueueItem;
  readonly onchange: (value: TaskValue) => void;
  /** Saves what was last told by `onchange`, and goes on. */
  readonly onsave: () => void;
}

/** Total: an editor of each kind. A task of a kind without one can be made by command and API, and is answered there. */
export const EDITORS: Readonly<Record<TaskKind, Component<EditorProps>>> = {
  classification: ClassEditor,
  multilabel: LabelsEditor,
  rating: RatingEditor,
  spans: ComesNext,
  regions: ComesNext,
  preference: PreferenceEditor,
  text: TextEditor,
};

/** Whether people can answer tasks of this kind in the window. */
export const hasEditor = (kind: TaskKind): boolean => EDITORS[kind] !== ComesNext;
