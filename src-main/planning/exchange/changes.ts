/** @file A draft as changes of a plan: new ids, people of the team by name, everything checked; problems prevent all of it. */
import { complaintOf, placeOf } from '../../../src-shared/platform/complaints.ts';
import { isProblemKey, wording } from '../../../src-shared/platform/errors.ts';
import { createId } from '../../../src-shared/platform/ids.ts';
import type { LocalizedText } from '../../../src-shared/platform/procedure.ts';
import type { PlanBody, PlanChange, PlanDocument } from '../../../src-shared/planning/contract.ts';
import { PlanError, schedulePlan } from '../../../src-shared/planning/engine/index.ts';
import { Notes, type ExchangeNote } from '../../../src-shared/planning/exchange/notes.ts';
import { PLAN_KINDS } from '../../../src-shared/planning/kinds/index.ts';
import { ofKind } from '../../../src-shared/planning/read-plan.ts';
import { scheduleInput } from '../../../src-shared/planning/schedule-input.ts';
import type { Draft, DraftDocument, DraftPerson } from './draft.ts';
import { newMilestone, newTask } from '../../../src-shared/planning/new-documents.ts';
import type { PlanSource } from './plan-to-write.ts';
import { replaceIds } from './references.ts';

/** What a task and a milestone are where the file says nothing; a title it has to say, and a rank is given. */
const NEW: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  task: withoutTitle(newTask('', 0)),
  milestone: withoutTitle(newMilestone('', 0)),
};

function withoutTitle(body: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).filter(([field]) => !['title', 'name', 'rank'].includes(field)),
  );
}

export interface DraftChanges {
  readonly changes: readonly PlanChange[];
  /** Those of the draft too. */
  readonly notes: readonly ExchangeNote[];
  /** Documents of the plan that are changed; the rest is new. */
  readonly changed: ReadonlySet<string>;
  readonly missing: readonly DraftPerson[];
}

export function changesOf(draft: Draft, source: PlanSource, project: string): DraftChanges {
  return new Taking(draft, source, project).take();
}

/** What a schema has against a value, at its field. */
function complained(issue: Parameters<typeof complaintOf>[0]): LocalizedText {
  const { en, zh } = complaintOf(issue);
  const field = placeOf(issue);
  return { en: `${field}: ${en}`, zh: `${field}：${zh}` };
}

class Taking {
  readonly #draft: Draft;
  readonly #source: PlanSource;
  readonly #project: string;
  readonly #notes = new Notes();
  readonly #present: ReadonlyMap<string, PlanDocument>;
  /** Ids of the file as those of the plan and the team. */
  readonly #ids = new Map<string, string>();
  readonly #people = new Map<string, string | null>();
  readonly #missing: DraftPerson[] = [];
  readonly #team: ReadonlySet<string>;

  constructor(draft: Draft, source: PlanSource, project: string) {
    this.#draft = draft;
    this.#source = source;
    this.#project = project;
    this.#present = new Map(source.documents.map((one) => [one.id, one]));
    this.#team = new Set(source.people.map(({ id }) => id));
    for (const { id, kind } of draft.documents) {
      const isPresent = this.#present.get(id)?.kind === kind;
      this.#ids.set(id, isPresent ? id : kind === 'project' ? project : createId(kind));
    }
    for (const person of draft.people) this.#people.set(person.id, this.#personOf(person));
  }

  take(): DraftChanges {
    const changed = new Set<string>();
    const last = Math.max(0, ...this.#source.documents.map(({ body }) => ('rank' in body ? body.rank : 0)));
    const changes = this.#draft.documents.flatMap((document, i) => {
      const change = this.#change(document, last + i + 1);
      if (change && this.#present.has(change.id)) changed.add(change.id);
      return change ?? [];
    });
    const [project] = this.#beginning();
    const all = project ? [...changes, project] : changes;
    this.#checkSchedule(all);
    const { calendar } = this.#draft;
    if (calendar) this.#notes.add('teamCalendar', `${calendar.exceptions.length}`);
    const told = [...this.#draft.notes, ...this.#notes.list()];
    return { changes: all, notes: told, changed, missing: this.#missing };
  }

  /** By id, else by a name that one person alone has. */
  #personOf(person: DraftPerson): string | null {
    const { people } = this.#source;
    if (this.#team.has(person.id)) return person.id;
    const name = person.name.trim().toLowerCase();
    const same = people.filter(({ id, body }) => id === person.name || body.name.toLowerCase() === name);
    if (same.length === 1) return same[0]!.id;
    this.#missing.push(person);
    return null;
  }

  #change({ id, kind, body, where }: DraftDocument, rank: number): PlanChange | undefined {
    if (kind === 'project' && id !== this.#project) {
      this.#notes.add('projectKept', typeof body.name === 'string' ? body.name : id);
      return undefined;
    }
    const own = this.#ids.get(id)!;
    const present = this.#present.get(own)?.body;
    const base = present ?? { ...NEW[kind], ...('rank' in PLAN_KINDS[kind].shape && { rank }) };
    const merged = replaceIds(PLAN_KINDS[kind], { ...base, ...body }, (one) =>
      this.#replace(one, kind, where),
    );
    const read = PLAN_KINDS[kind].safeParse(merged);
    if (!read.success) {
      const [issue] = read.error.issues;
      const isPerson = issue?.path.some((part) => part === 'person') && this.#missing.length > 0;
      if (isPerson) this.#notes.add('dangling', `${kind}: person`, where);
      else this.#notes.add('badValue', complained(issue ?? {}), where);
      return undefined;
    }
    if (present && JSON.stringify(present) === JSON.stringify(read.data)) return undefined;
    // The body was read by the schema of its kind.
    return { id: own, kind, body: read.data } as PlanChange;
  }

  #replace(id: string, kind: string, where: string): string | null {
    const known = this.#ids.get(id);
    if (known !== undefined) return known;
    const person = this.#people.get(id);
    if (person !== undefined) {
      if (person === null)
        this.#notes.add('person', this.#draft.people.find((one) => one.id === id)?.name ?? id, where);
      return person;
    }
    if (this.#present.has(id) || this.#team.has(id) || id === this.#project) return id;
    const isOwn = this.#draft.format === 'json';
    if (isOwn) this.#notes.add('dangling', id, where);
    else if (kind === 'task' || kind === 'milestone')
      this.#notes.add('unknownReference', id.replace(/^(mspdi|ics)-/, ''), where);
    return id;
  }

  /** A plan without tasks begins when the project of the file does; another keeps its start, which is told. */
  #beginning(): PlanChange[] {
    const { start } = this.#draft;
    const present = this.#present.get(this.#project);
    if (start === null || present?.kind !== 'project' || present.body.start === start) return [];
    const isEmpty = ofKind(this.#source.documents, 'task').length === 0;
    if (isEmpty) return [{ id: this.#project, kind: 'project', body: { ...present.body, start } }];
    this.#notes.add('projectKept', `StartDate ${start}`);
    return [];
  }

  /** What makes a plan that can be scheduled one that cannot, e.g. a cycle, is a problem. */
  #checkSchedule(changes: readonly PlanChange[]): void {
    const after = new Map(this.#present);
    for (const { id, kind, body } of changes) if (body) after.set(id, { id, kind, body } as PlanDocument);
    const problem = this.#unschedulable([...after.values()]);
    if (problem && !this.#unschedulable(this.#source.documents)) this.#notes.add('cannotSchedule', problem);
  }

  #unschedulable(documents: readonly PlanDocument[]): LocalizedText | undefined {
    const project = documents.find(({ id }) => id === this.#project);
    if (project?.kind !== 'project') return undefined;
    try {
      schedulePlan(
        scheduleInput({
          ...this.#source,
          project: project.body satisfies PlanBody<'project'>,
          tasks: ofKind(documents, 'task'),
          milestones: ofKind(documents, 'milestone'),
          machines: ofKind(documents, 'machine'),
        }).plan,
      );
      return undefined;
    } catch (thrown) {
      if (thrown instanceof PlanError && isProblemKey(thrown.key))
        return {
          en: thrown.message,
          zh: wording({ key: thrown.key, parameters: thrown.parameters }, 'zh').message,
        };
      throw thrown;
    }
  }
}
