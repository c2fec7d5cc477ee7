/** @file What a report shows below its numbers, by what the model does. */
import type { Component } from 'svelte';
import type { Report } from '../../../src-shared/contract.ts';
import ClassifySections from './ClassifySections.svelte';
import MultilabelSections from './MultilabelSections.svelte';
import DetectSections from './DetectSections.svelte';
import SegmentSections from './SegmentSections.svelte';
import TagSections from './TagSections.svelte';
import RankSections from './RankSections.svelte';
import ReconstructSections from './ReconstructSections.svelte';
import RegressSections from './RegressSections.svelte';
import type { SectionsProps } from './sections-props.ts';

type Sections = {
  readonly [Task in Report['task']]: Component<SectionsProps<Extract<Report, { task: Task }>>> | null;
};

/** Null where the numbers say all. */
const SECTIONS: Sections = {
  classify: ClassifySections,
  regress: RegressSections,
  multilabel: MultilabelSections,
  tag: TagSections,
  detect: DetectSections,
  segment: SegmentSections,
  rank: RankSections,
  reconstruct: ReconstructSections,
  generate: null,
};

/** The sections of a report; found by its task, so they take just this report. */
export function sectionsOf({ task }: Report): Component<SectionsProps> | null {
  return SECTIONS[task] as Component<SectionsProps> | null;
}
