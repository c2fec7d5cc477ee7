/** @file What the answers to one item come to by the rules of its task. Pure: data that can be computed again. */
import { posteriorOf } from '../../src-shared/labeling/resolution/dawid-skene.ts';
import { consensusOf, keyOfAnswer, majorityOf } from '../../src-shared/labeling/resolution/resolve.ts';
import { parsed } from '../../src-shared/labeling/tasks/stored.ts';
import type { TaskKind } from '../../src-shared/labeling/tasks/kinds.ts';
import type { AnswerValue } from '../../src-shared/labeling/tasks/values.ts';
import {
  contentOf,
  currentAnswers,
  foldStanding,
  isOfImport,
  isOfPerson,
  IMPORT_AUTHOR,
  untaken,
  type AnswerEvent,
  type Content,
  type CurrentAnswer,
  type SampleState,
} from './fold.ts';
import type { Task, Weights } from './tasks.ts';

export interface ResolvedState extends SampleState {
  /** People whose current answer counts. */
  readonly answers: number;
  /** All that were wanted answered, and no label follows. */
  readonly disputed: boolean;
  /** Fewer answers than wanted; never where the last answer counts. */
  readonly wanting: boolean;
}

type Rules = Pick<Task, 'kind' | 'resolution' | 'answersPerItem' | 'weights'>;

/** @param events of one item, in order of `seq` */
export function resolvedState(
  rules: Rules,
  importedClass: number | null,
  events: readonly AnswerEvent[],
): ResolvedState {
  const all = untaken(events);
  const counting = all.filter(isOfPerson);
  const people = [...currentAnswers(counting).values()];
  const given = people.filter(({ content }) => content !== null);
  const last = foldStanding(importedClass, all);
  const answers = given.length;
  if (rules.resolution === 'last') return { ...last, answers, disputed: false, wanting: false };
  const { flagged, note } = last;
  const beside = { flagged, note, answers };
  const decided = counting.findLast(({ type }) => type === 'adjudicate');
  if (decided)
    return {
      ...beside,
      label: contentOf(decided),
      labeledBy: decided.authorName,
      skipped: false,
      disputed: false,
      wanting: false,
    };
  if (answers < rules.answersPerItem) {
    const label = importedLabel(rules, importedClass, all.filter(isOfImport));
    const labeledBy = label === null ? null : IMPORT_AUTHOR;
    const skipped = label === null && answers === 0 && people.length > 0;
    return { ...beside, label, labeledBy, skipped, disputed: false, wanting: true };
  }
  const label = resolve(rules, given);
  const labeledBy = label === null ? null : namesBehind(rules.kind, label, given);
  return { ...beside, label, labeledBy, skipped: false, disputed: label === null, wanting: false };
}

/** What files say of an item by the rules of its task, where people have not answered it yet. @param imports that count */
function importedLabel(
  rules: Rules,
  importedClass: number | null,
  imports: readonly AnswerEvent[],
): Content | null {
  const given = [...currentAnswers(imports).values()].filter(({ content }) => content !== null);
  return given.length === 0 ? importedClass : resolve(rules, given);
}

/** A stored label as an answer, its classes by their ids. */
export function valueOf(content: Content): AnswerValue {
  return typeof content === 'number' ? { label: String(content) } : parsed(content);
}

function resolve({ kind, resolution, weights }: Rules, given: readonly CurrentAnswer[]): Content | null {
  const values = given.map(({ content }) => valueOf(content!));
  const weighed =
    resolution === 'weighted' && weights ? weighedKey(weights, kind, { given, values }) : undefined;
  const value =
    weighed === undefined
      ? (resolution === 'adjudicated' ? consensusOf : majorityOf)(kind, values)
      : values.find((each) => keyOfAnswer(kind, each) === weighed)!;
  if (value === null) return null;
  const from = given[values.indexOf(value)];
  return from ? from.content : JSON.stringify(value);
}

/** The answer that is most likely right; undefined where somebody is not known yet, or said what nobody had. */
function weighedKey(
  { model, people, answers: known }: Weights,
  kind: TaskKind,
  { given, values }: { given: readonly CurrentAnswer[]; values: readonly AnswerValue[] },
): string | undefined {
  const answers = given.map(({ author }, i) => ({
    person: people.indexOf(author),
    answer: known.indexOf(keyOfAnswer(kind, values[i]!)),
  }));
  if (answers.some(({ person, answer }) => person === -1 || answer === -1)) return undefined;
  const { posterior } = posteriorOf(model, answers);
  // Only what somebody said is a label.
  const said = [...new Set(answers.map(({ answer }) => answer))];
  const best = said.reduce((most, answer) => (posterior[answer]! > posterior[most]! ? answer : most));
  return known[best];
}

/** Those who said it; everybody where it was made of several answers. */
function namesBehind(kind: TaskKind, label: Content, given: readonly CurrentAnswer[]): string {
  const key = keyOfAnswer(kind, valueOf(label));
  const same = given.filter(({ content }) => keyOfAnswer(kind, valueOf(content!)) === key);
  return (same.length > 0 ? same : given).map(({ authorName }) => authorName).join(', ');
}
