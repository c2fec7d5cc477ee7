/**
 * @file What to do next for gates that do not pass: actions with the hours they take, from measured rates. What an action is
 * worth is said only where it follows from the gate itself: labels that are missing. A better model is never promised.
 */
import type { MilestoneAsRead } from './read-plan.ts';
import type { PlanBody } from './contract.ts';
import type { Forecast, Rates } from './forecast-contract.ts';

export interface NextAction {
  readonly kind: 'label' | 'train' | 'measure';
  readonly milestone: string;
  readonly milestoneName: string;
  readonly gate: string;
  readonly body: PlanBody<'gate'>;
  /** Labels to give; null for what is not counted. */
  readonly amount: number | null;
  /** The recipe of the quickest run that was measured; null where none was. */
  readonly recipe: string | null;
  /** Hours of work or of the machine, low to high (one standard deviation of the rate); null where nothing was measured. */
  readonly hours: { readonly low: number; readonly likely: number; readonly high: number } | null;
  /** What doing all of it now is expected to bring the milestone forward by; null where the forecast does not say. */
  readonly saves: NonNullable<Forecast['savings']>[number] | null;
  /** Whether the milestone is ready to sign once this gate passes. */
  readonly last: boolean;
}

/**
 * First those that save most time of their milestone for each hour of work, by the forecast; then the ones that bring a
 * milestone to its end, then the quickest; those of unknown cost last.
 */
export function nextActions(
  milestones: readonly MilestoneAsRead[],
  rates: Rates,
  savings: Forecast['savings'] = [],
): readonly NextAction[] {
  const actions = milestones
    .filter(({ status }) => status.state !== 'closed')
    .flatMap(({ id, body, gates }) => {
      const open = gates.filter(({ status }) => status.state === 'failing' || status.state === 'unknown');
      return open.map((gate): NextAction => {
        const of = { milestone: id, milestoneName: body.name, gate: gate.id, body: gate.body };
        const saves = savings.find((one) => one.gate === gate.id && one.milestone === id) ?? null;
        return { ...of, saves, last: open.length === 1, ...actionFor(gate, rates) };
      });
    });
  const cost = ({ hours }: NextAction): number => hours?.likely ?? Infinity;
  // By the hours of the same tasks, which may be more work than the gate still asks for.
  const worth = ({ saves }: NextAction): number =>
    saves && saves.hours > 0 ? Math.max(0, saves.mean) / saves.hours : 0;
  return actions.toSorted(
    (a, b) => worth(b) - worth(a) || Number(b.last) - Number(a.last) || cost(a) - cost(b) || 0,
  );
}

/**
 * The open tasks that are the work of a gate: labeling of its dataset for one of labels, training for one of a metric. Only
 * tasks that say so themselves, by what their time is measured by.
 */
export function workOfGate(
  { fact, parameters }: Pick<PlanBody<'gate'>, 'fact' | 'parameters'>,
  open: readonly { readonly id: string; readonly body: PlanBody<'task'> }[],
): readonly string[] {
  const belongs = ({ measured }: PlanBody<'task'>): boolean => {
    if (fact.startsWith('labeling.'))
      return (
        measured?.by === 'labeling' && (measured.dataset === null || measured.dataset === parameters.dataset)
      );
    return fact.startsWith('evaluation.') && measured?.by === 'training';
  };
  return open.filter(({ body }) => belongs(body)).map(({ id }) => id);
}

type Cost = Pick<NextAction, 'kind' | 'amount' | 'recipe' | 'hours'>;

function actionFor({ body, status }: MilestoneAsRead['gates'][number], rates: Rates): Cost {
  const { fact } = body;
  const isCount = fact === 'labeling.labels' || fact === 'labeling.ofClass';
  if (isCount && status.distance !== null && status.distance > 0) return labels(status.distance, rates);
  if (fact.startsWith('evaluation.') && status.state === 'failing') return training(rates);
  return { kind: 'measure', amount: null, recipe: null, hours: null };
}

function labels(missing: number, { labeling }: Rates): Cost {
  const amount = Math.ceil(missing);
  const rate = labeling[0];
  if (!rate || rate.perHour <= 0) return { kind: 'label', amount, recipe: null, hours: null };
  const { perHour, deviation } = rate;
  const slowest = Math.max(perHour - deviation, perHour / 4);
  const hours = {
    low: amount / (perHour + deviation),
    likely: amount / perHour,
    high: amount / slowest,
  };
  return { kind: 'label', amount, recipe: null, hours };
}

function training({ training: rates }: Rates): Cost {
  const [quickest] = rates.toSorted((a, b) => a.seconds - b.seconds);
  if (!quickest) return { kind: 'train', amount: null, recipe: null, hours: null };
  const { recipe, seconds, deviation } = quickest;
  const hours = {
    low: Math.max(0, seconds - deviation) / 3600,
    likely: seconds / 3600,
    high: (seconds + deviation) / 3600,
  };
  return { kind: 'train', amount: null, recipe, hours };
}
