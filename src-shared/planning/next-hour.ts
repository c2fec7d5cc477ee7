/**
 * @file What to do next for gates that do not pass: actions with the hours they take, from measured rates. What an action is
 * worth is said only where it follows from the gate itself (labels that are missing) or was measured (the learning curve of
 * the data, answers that differ). A better model is never promised.
 */
import type { MilestoneAsRead } from './read-plan.ts';
import type { PlanBody } from './contract.ts';
import type { Forecast, Rates } from './forecast-contract.ts';
import { NO_EVIDENCE, type LabelsNeeded, type NextEvidence, type SmallerModel } from './next-evidence.ts';
import type { SearchExpectation } from './search-prospects.ts';

export interface NextAction {
  /**
   * `more`: labels beyond those there are, so that the best model reaches its goal by the learning curve; `search`: trials of a
   * search; `smaller`: another model in the place of one that is too large.
   */
  readonly kind: 'label' | 'more' | 'adjudicate' | 'search' | 'smaller' | 'train' | 'measure';
  readonly milestone: string;
  readonly milestoneName: string;
  readonly gate: string;
  readonly body: PlanBody<'gate'>;
  /** Labels to give, or items to adjudicate; null for what is not counted. */
  readonly amount: number | null;
  /** Of `more`: from what the amount follows, and how sure it is. */
  readonly curve: LabelsNeeded | null;
  /** Of `search`: what it is expected to find, by the spread of past runs. */
  readonly search: SearchExpectation | null;
  /** Of `smaller`: which, and by how much it is worse. */
  readonly smaller: SmallerModel | null;
  /** Of `adjudicate`: whose items they are. */
  readonly dataset: string | null;
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
  evidence: NextEvidence = NO_EVIDENCE,
): readonly NextAction[] {
  const actions = milestones
    .filter(({ status }) => status.state !== 'closed')
    .flatMap(({ id, body, gates }) => {
      const open = gates.filter(({ status }) => status.state === 'failing' || status.state === 'unknown');
      return open.flatMap((gate): NextAction[] => {
        const of = { milestone: id, milestoneName: body.name, gate: gate.id, body: gate.body };
        const saves = savings.find((one) => one.gate === gate.id && one.milestone === id) ?? null;
        const costs = [...measuredFor(gate, rates, evidence), actionFor(gate, rates)];
        // Where it was measured what the gate needs, nobody has to look at it first.
        const known = costs.length > 1 ? costs.filter(({ kind }) => kind !== 'measure') : costs;
        return known.map((cost) => ({ ...of, saves, last: open.length === 1, ...cost }));
      });
    });
  const cost = ({ hours }: NextAction): number => hours?.likely ?? Infinity;
  // By the hours of the same tasks, which may be more work than the gate still asks for.
  const worth = ({ saves, search }: NextAction): number =>
    saves && saves.hours > 0 ? ((search?.chance ?? 1) * Math.max(0, saves.mean)) / saves.hours : 0;
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

type Cost = Pick<
  NextAction,
  'kind' | 'amount' | 'curve' | 'search' | 'smaller' | 'dataset' | 'recipe' | 'hours'
>;

/** What most actions say nothing of. */
const NOTHING = {
  amount: null,
  curve: null,
  search: null,
  smaller: null,
  dataset: null,
  recipe: null,
  hours: null,
} as const;

/** What follows from what was measured of the gate's data. */
function measuredFor(
  { id, status }: MilestoneAsRead['gates'][number],
  rates: Rates,
  evidence: NextEvidence,
): Cost[] {
  const curve = evidence.labels.get(id);
  const disputes = evidence.disputes.get(id);
  const actions: Cost[] = [];
  if (curve)
    actions.push({ ...NOTHING, kind: 'more', amount: curve.likely, curve, hours: hoursOf(curve, rates) });
  if (disputes) {
    const { items, dataset } = disputes;
    actions.push({ ...NOTHING, kind: 'adjudicate', amount: items, dataset, hours: exactly(items, rates) });
  }
  const search = evidence.searches.get(id);
  // Where nothing was measured yet, there is something else to do first.
  if (search && status.state === 'failing') {
    const { low, likely, high } = search.seconds;
    const hours = { low: low / 3600, likely: likely / 3600, high: high / 3600 };
    actions.push({ ...NOTHING, kind: 'search', amount: search.trials, search, recipe: search.recipe, hours });
  }
  const smaller = evidence.smaller.get(id);
  if (smaller) actions.push({ ...NOTHING, kind: 'smaller', smaller });
  return actions;
}

function actionFor({ body, status }: MilestoneAsRead['gates'][number], rates: Rates): Cost {
  const { fact } = body;
  const isCount = fact === 'labeling.labels' || fact === 'labeling.ofClass';
  if (isCount && status.distance !== null && status.distance > 0) return labels(status.distance, rates);
  if (fact.startsWith('evaluation.') && status.state === 'failing') return training(rates);
  return { ...NOTHING, kind: 'measure' };
}

function labels(missing: number, rates: Rates): Cost {
  const amount = Math.ceil(missing);
  return { ...NOTHING, kind: 'label', amount, hours: exactly(amount, rates) };
}

const exactly = (amount: number, rates: Rates): NextAction['hours'] =>
  hoursOf({ low: amount, likely: amount, high: amount }, rates);

/** Hours of people for so many answers; null where no rate was measured. */
function hoursOf(
  { low, likely, high }: Pick<LabelsNeeded, 'low' | 'likely' | 'high'>,
  { labeling }: Rates,
): NextAction['hours'] {
  const rate = labeling[0];
  if (!rate || rate.perHour <= 0) return null;
  const { perHour, deviation } = rate;
  const slowest = Math.max(perHour - deviation, perHour / 4);
  return { low: low / (perHour + deviation), likely: likely / perHour, high: high / slowest };
}

function training({ training: rates }: Rates): Cost {
  const [quickest] = rates.toSorted((a, b) => a.seconds - b.seconds);
  if (!quickest) return { ...NOTHING, kind: 'train' };
  const { recipe, seconds, deviation } = quickest;
  const hours = {
    low: Math.max(0, seconds - deviation) / 3600,
    likely: seconds / 3600,
    high: (seconds + deviation) / 3600,
  };
  return { ...NOTHING, kind: 'train', recipe, hours };
}
