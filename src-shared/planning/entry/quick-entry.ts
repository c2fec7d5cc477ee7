/**
 * @file A task in one line: `Label 500 complaints @mei t2h #data !high >Beta ^Data fri`. People, milestones and parents by
 * prefix; what is not understood stays in the title and is told, so nothing typed is lost.
 */
import type { CivilDay } from '../engine/index.ts';
import type { TaskPriority } from '../values.ts';
import { parseDate } from './dates.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What the line may name. */
export interface EntryNames {
  readonly people: readonly Named[];
  readonly milestones: readonly Named[];
  readonly tasks: readonly Named[];
  readonly today: CivilDay;
  /** Working hours of a day, for `t3d`. */
  readonly hoursPerDay: number;
}

export type EntryPart = 'owner' | 'label' | 'priority' | 'milestone' | 'parent' | 'effort' | 'start' | 'due';

/** A piece of the line that was understood, from one character to another. */
export interface Understood {
  readonly part: EntryPart;
  readonly from: number;
  readonly to: number;
  /** E.g. the whole name of the person. */
  readonly says: string;
}

/** `unknown`: nothing of this name; `several`: more than one; `effort`, `date`, `order`: see the words. */
export interface EntryProblem {
  readonly problem: 'unknown' | 'several' | 'effort' | 'date' | 'order';
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface QuickEntry {
  readonly title: string;
  readonly owners: readonly string[];
  readonly labels: readonly string[];
  readonly milestones: readonly string[];
  readonly parent: string | null;
  readonly priority: TaskPriority;
  /** Hours. */
  readonly estimate: {
    readonly optimistic: number;
    readonly likely: number;
    readonly pessimistic: number;
  } | null;
  readonly start: CivilDay | null;
  readonly due: CivilDay | null;
  readonly understood: readonly Understood[];
  readonly problems: readonly EntryProblem[];
}

const PRIORITIES: readonly (readonly [TaskPriority, readonly string[]])[] = [
  ['urgent', ['urgent', '紧急']],
  ['high', ['high', '高']],
  ['normal', ['normal', '普通', '中']],
  ['low', ['low', '低']],
];
const MINUTES_OF: Readonly<Record<string, number>> = { m: 1, min: 1, 分钟: 1, h: 60, 小时: 60 };
const DAYS_OF: Readonly<Record<string, number>> = { d: 1, 天: 1, w: 5, 周: 5 };

interface Token {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Words of the line; what stands in quotes is one, also behind a marker: `@"Mei Li"`. */
function tokensOf(line: string): Token[] {
  return [...line.matchAll(/[@＠#＃!！>＞^＾]?["“”][^"“”]*["“”]|\S+/g)].map(({ 0: text, index }) => ({
    from: index,
    to: index + text.length,
    text,
  }));
}

export function parseQuickEntry(line: string, names: EntryNames): QuickEntry {
  return new Parser(line, names).run();
}

class Parser {
  readonly #tokens: Token[];
  readonly #names: EntryNames;
  readonly #title: string[] = [];
  readonly #understood: Understood[] = [];
  readonly #problems: EntryProblem[] = [];
  readonly #owners: string[] = [];
  readonly #labels: string[] = [];
  readonly #milestones: string[] = [];
  #parent: string | null = null;
  #priority: TaskPriority = 'normal';
  #estimate: QuickEntry['estimate'] = null;
  #start: CivilDay | null = null;
  #due: CivilDay | null = null;

  constructor(line: string, names: EntryNames) {
    this.#tokens = tokensOf(line);
    this.#names = names;
  }

  run(): QuickEntry {
    const left = this.#tokens.filter((token) => !this.#take(token));
    this.#title.push(...this.#takeDates(left).map(({ text }) => text));
    if (this.#start !== null && this.#due !== null && this.#start > this.#due)
      this.#problems.push({ problem: 'order', from: 0, to: 0, text: '' });
    return {
      title: this.#title.join(' ').slice(0, 300),
      owners: [...new Set(this.#owners)],
      labels: [...new Set(this.#labels)],
      milestones: [...new Set(this.#milestones)],
      parent: this.#parent,
      priority: this.#priority,
      estimate: this.#estimate,
      start: this.#start,
      due: this.#due,
      understood: this.#understood.toSorted((a, b) => a.from - b.from),
      problems: this.#problems,
    };
  }

  /** Whether a word is a marked part of the task, and no title. */
  #take(token: Token): boolean {
    const marker = token.text.slice(0, 1).normalize('NFKC');
    const rest = token.text.slice(1).replace(/^["“”]|["“”]$/g, '');
    if (rest === '') return false;
    if (marker === '@') return this.#name(token, { part: 'owner', of: this.#names.people, rest });
    if (marker === '>') return this.#name(token, { part: 'milestone', of: this.#names.milestones, rest });
    if (marker === '^') return this.#name(token, { part: 'parent', of: this.#names.tasks, rest });
    if (marker === '#') return this.#label(token, rest);
    if (marker === '!') return this.#priorityOf(token, rest);
    return this.#explicitDate(token) || this.#effort(token);
  }

  #tell(part: EntryPart, { from, to }: Token, says: string): true {
    this.#understood.push({ part, from, to, says });
    return true;
  }

  #complain(problem: EntryProblem['problem'], token: Token): false {
    this.#problems.push({ problem, from: token.from, to: token.to, text: token.text });
    return false;
  }

  #name(token: Token, { part, of, rest }: { part: EntryPart; of: readonly Named[]; rest: string }): boolean {
    const found = byPrefix(of, rest);
    if (found.length !== 1) return this.#complain(found.length === 0 ? 'unknown' : 'several', token);
    const { id, name } = found[0]!;
    if (part === 'owner') this.#owners.push(id);
    else if (part === 'milestone') this.#milestones.push(id);
    else this.#parent = id;
    return this.#tell(part, token, name);
  }

  #label(token: Token, label: string): boolean {
    // `#3` is a number in a title, as in `review run #3`.
    if (/^\d+$/.test(label) || label.length > 60) return false;
    this.#labels.push(label);
    return this.#tell('label', token, label);
  }

  #priorityOf(token: Token, said: string): boolean {
    const lower = said.toLowerCase();
    const found = PRIORITIES.find(([, names]) => names.some((name) => name.startsWith(lower)));
    if (!found) return this.#complain('unknown', token);
    this.#priority = found[0];
    return this.#tell('priority', token, found[0]);
  }

  /** `t2h`, `t3d`, `t30m`, or three points `t2/3/6h`. */
  #effort(token: Token): boolean {
    const [, amounts, unit = ''] =
      /^t(\d+(?:\.\d+)?(?:\/\d+(?:\.\d+)?){0,2})(m|min|h|d|w|分钟|小时|天|周)$/i.exec(token.text) ?? [];
    if (amounts === undefined) return false;
    const size = unit.toLowerCase();
    const hours = (MINUTES_OF[size] ?? (DAYS_OF[size] ?? 0) * this.#names.hoursPerDay * 60) / 60;
    const points = amounts.split('/').map((amount) => Number(amount) * hours);
    const [optimistic = 0, likely = optimistic, pessimistic = likely] = points;
    if (points.length === 2 || optimistic > likely || likely > pessimistic || pessimistic > 100_000)
      return this.#complain('effort', token);
    this.#estimate = { optimistic, likely, pessimistic };
    return this.#tell(
      'effort',
      token,
      points.map((value) => String(Math.round(value * 100) / 100)).join('/'),
    );
  }

  /** `due:fri`, `start:mon`, `截止:周五`. */
  #explicitDate(token: Token): boolean {
    const [, field, said = ''] = /^(due|start|截止|开始)[:：](.+)$/i.exec(token.text) ?? [];
    if (field === undefined) return false;
    const day = parseDate(said, this.#names.today);
    if (day === undefined) return this.#complain('date', token);
    const part = field.toLowerCase() === 'start' || field === '开始' ? 'start' : 'due';
    return this.#date(part, token, day);
  }

  #date(part: 'start' | 'due', token: Token, day: CivilDay): true {
    if (part === 'start') this.#start = day;
    else this.#due = day;
    return this.#tell(part, token, '');
  }

  /**
   * Dates without a marker count at the end alone, so that “Label sun images” keeps its sun: one is the due date, two are
   * start and due. @returns what is left
   */
  #takeDates(tokens: readonly Token[]): readonly Token[] {
    const dates: { token: Token; day: CivilDay }[] = [];
    let end = tokens.length;
    while (end > 0 && dates.length < 2) {
      const two = end > 1 ? spanOf(tokens[end - 2]!, tokens[end - 1]!) : undefined;
      const ofTwo = two && parseDate(two.text, this.#names.today);
      const one = tokens[end - 1]!;
      const day = ofTwo ?? parseDate(one.text, this.#names.today);
      // The title needs a word.
      if (day === undefined || end === (ofTwo === undefined ? 1 : 2)) break;
      dates.unshift({ token: ofTwo === undefined ? one : two!, day });
      end -= ofTwo === undefined ? 1 : 2;
    }
    const [first, second] = dates;
    if (first && second) {
      this.#date('start', first.token, first.day);
      this.#date('due', second.token, second.day);
    } else if (first) this.#date(this.#due === null ? 'due' : 'start', first.token, first.day);
    return tokens.slice(0, end);
  }
}

const spanOf = (a: Token, b: Token): Token => ({ from: a.from, to: b.to, text: `${a.text} ${b.text}` });

/** Who is meant: the one of this very name, else those of whose name or a word of it this is the beginning. */
export function byPrefix<Item extends Named>(items: readonly Item[], said: string): readonly Item[] {
  const wanted = said.normalize('NFKC').toLowerCase();
  const lower = ({ name }: Named) => name.normalize('NFKC').toLowerCase();
  const exact = items.filter((item) => lower(item) === wanted);
  if (exact.length > 0) return exact.slice(0, 1);
  const starting = items.filter((item) => lower(item).startsWith(wanted));
  if (starting.length > 0) return starting;
  return items.filter((item) =>
    lower(item)
      .split(/[\s·.-]+/)
      .some((word) => word.startsWith(wanted)),
  );
}
