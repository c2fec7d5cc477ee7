/** @file What was measured of labels. */
import * as z from 'zod';
import type { Person, WorkbenchEvent } from '../../src-shared/contract.ts';
import { MEASURES, type Measure } from '../../src-shared/labeling/agreement/measures.ts';
import { changedWith, defineFact } from '../platform/facts.ts';

/** What moves with each answer tells those who give them what others said of the same items. */
interface Hiding {
  /** @throws AppError `house.notFound` */
  hidesLabels(task: string, person: Pick<Person, 'role'>): boolean;
}

interface Paces extends Hiding {
  /** @throws AppError `house.notFound` */
  pace(task: string): {
    readonly perHour: number | null;
    readonly medianSeconds: number | null;
    readonly daysLeft: number | null;
    readonly balance: number | null;
  };
}

const TaskParameters = z.object({ task: z.string() });
const ofTask = (event: WorkbenchEvent) => changedWith(event, 'labels', 'task');

/** Answers an hour of work, the mean over the people of a task. */
export function paceFact(labels: Paces) {
  return defineFact({
    name: 'labeling.perHour',
    unit: 'answers/h',
    parameters: TaskParameters,
    read: ({ task }) => labels.pace(task).perHour,
    changedBy: ofTask,
  });
}

/** How long people had an item before them, the median. */
export function secondsFact(labels: Paces) {
  return defineFact({
    name: 'labeling.medianSeconds',
    unit: 's',
    parameters: TaskParameters,
    read: ({ task }) => labels.pace(task).medianSeconds,
    changedBy: ofTask,
  });
}

/** Days until everything is labeled, with 90 % certainty; 0 when it is. */
export function daysLeftFact(labels: Paces) {
  return defineFact({
    name: 'labeling.daysLeft',
    unit: 'days',
    parameters: TaskParameters,
    read: ({ task }) => labels.pace(task).daysLeft,
    changedBy: ofTask,
  });
}

/** How evenly the classes of a task are spread: 1 where all are as frequent. */
export function balanceFact(labels: Paces) {
  return defineFact({
    name: 'labeling.balance',
    unit: '1',
    parameters: TaskParameters,
    read: ({ task }) => labels.pace(task).balance,
    hides: ({ task }, person) => labels.hidesLabels(task, person),
    changedBy: ofTask,
  });
}

interface Labels extends Hiding {
  /** @throws AppError `house.notFound` */
  labeled(dataset: string): number;
  /** From 0 to 1; null for a dataset without samples. @throws AppError `house.notFound` */
  labeledShare(dataset: string): number | null;
  /** @throws AppError `house.notFound` */
  labeledAs(dataset: string, label: string): number;
  /** @throws AppError `house.notFound` */
  agreementBy(
    task: string,
    measure: Measure,
    whose: 'overall' | 'self',
  ): Promise<{ readonly value: number | null }>;
}

/** Samples of a dataset that carry a label. */
export function labelsFact(labels: Labels) {
  return defineFact({
    name: 'labeling.labels',
    unit: 'samples',
    parameters: z.object({ dataset: z.string() }),
    read: ({ dataset }) => labels.labeled(dataset),
    changedBy: ofDataset,
  });
}

/** The share of a dataset's samples that carry a label. */
export function labeledShareFact(labels: Labels) {
  return defineFact({
    name: 'labeling.share',
    unit: 'share',
    parameters: z.object({ dataset: z.string() }),
    read: ({ dataset }) => labels.labeledShare(dataset),
    changedBy: ofDataset,
  });
}

/** Samples of a dataset that carry one label. */
export function classLabelsFact(labels: Labels) {
  return defineFact({
    name: 'labeling.ofClass',
    unit: 'samples',
    parameters: z.object({ dataset: z.string(), label: z.string() }),
    read: ({ dataset, label }) => labels.labeledAs(dataset, label),
    hides: ({ dataset }, person) => labels.hidesLabels(dataset, person),
    changedBy: (event) => ofDataset(event) ?? changedWith(event, 'schema', 'dataset'),
  });
}

const AgreementParameters = z.object({ task: z.string(), measure: z.enum(MEASURES) });

/** How far the people of a task agree on items that several answered. */
export function agreementFact(labels: Labels) {
  return defineFact({
    name: 'labeling.agreement',
    unit: '1',
    parameters: AgreementParameters,
    read: async ({ task, measure }) => (await labels.agreementBy(task, measure, 'overall')).value,
    hides: ({ task }, person) => labels.hidesLabels(task, person),
    changedBy: (event) => changedWith(event, 'labels', 'task'),
  });
}

/** How far the people of a task agree with what they said themselves before. */
export function selfAgreementFact(labels: Labels) {
  return defineFact({
    name: 'labeling.selfAgreement',
    unit: '1',
    parameters: AgreementParameters,
    read: async ({ task, measure }) => (await labels.agreementBy(task, measure, 'self')).value,
    hides: ({ task }, person) => labels.hidesLabels(task, person),
    changedBy: (event) => changedWith(event, 'labels', 'task'),
  });
}

const ofDataset = (event: WorkbenchEvent) =>
  changedWith(event, 'labels', 'dataset') ??
  changedWith(event, 'samples', 'dataset') ??
  changedWith(event, 'datasets', 'dataset');
