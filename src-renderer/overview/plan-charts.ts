/** @file Which charts the gates of a plan ask for: labels of a dataset, and the best model over its versions. */
import type { PlanBody } from '../../src-shared/planning/contract.ts';
import type { MilestoneAsRead } from '../../src-shared/planning/read-plan.ts';

type Gate = PlanBody<'gate'>;

/** Labels of one dataset against their goals. */
export interface LabelChart {
  readonly dataset: string;
  /** Counts, and shares of all samples. */
  readonly goals: readonly { readonly value: number; readonly isShare: boolean }[];
}

/** One metric of the best model against its goals. */
export interface ModelChart {
  readonly dataset: string;
  readonly split: 'train' | 'validation' | 'test';
  readonly metric: string;
  readonly goals: readonly (Pick<Gate, 'comparison'> & { readonly value: number })[];
}

const SPLITS = ['train', 'validation', 'test'] as const;

/** Of the milestones that are not closed, else of all, so that a finished plan still shows how it went. */
export function chartsOf(milestones: readonly MilestoneAsRead[]): {
  readonly labels: readonly LabelChart[];
  readonly models: readonly ModelChart[];
} {
  const open = milestones.filter(({ status }) => status.state !== 'closed');
  const gates = (open.length > 0 ? open : milestones).flatMap((one) => one.gates.map(({ body }) => body));
  const isGoal = ({ comparison }: Gate): boolean => comparison === '>=' || comparison === '>';
  const labels = gates.flatMap((gate) => {
    const { fact, parameters, value } = gate;
    const isShare = fact === 'labeling.share';
    const { dataset } = parameters;
    if ((!isShare && fact !== 'labeling.labels') || !dataset || typeof value !== 'number') return [];
    return isGoal(gate) ? [{ dataset, value, isShare }] : [];
  });
  const models = gates.flatMap(({ fact, parameters, comparison, value }) => {
    const { dataset, metric } = parameters;
    const split = SPLITS.find((one) => one === parameters.split);
    if (fact !== 'evaluation.bestMetric' || !dataset || !metric || !split) return [];
    return typeof value === 'number' ? [{ dataset, split, metric, comparison, value }] : [];
  });
  return {
    labels: [...Map.groupBy(labels, ({ dataset }) => dataset)].map(([dataset, goals]) => ({
      dataset,
      goals: goals.map(({ value, isShare }) => ({ value, isShare })),
    })),
    models: [...Map.groupBy(models, (one) => `${one.dataset} ${one.split} ${one.metric}`).values()].map(
      (own) => {
        const { dataset, split, metric } = own[0]!;
        return { dataset, split, metric, goals: own.map(({ comparison, value }) => ({ comparison, value })) };
      },
    ),
  };
}
