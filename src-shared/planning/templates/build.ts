/** @file A project made of a template: linked and assigned work, milestones, gates, risks, aims, classes, market; roles of the team. */
import { createId } from '../../platform/ids.ts';
import type { TeamChange, TeamDocument } from '../../team/contract.ts';
import type { PlanBody, PlanChange } from '../contract.ts';
import { CHANCE_OF_GRADE, RISK_LIBRARY } from '../risk-library.ts';
import { shiftDay } from './copy.ts';
import { marketOf } from './market.ts';
import { areasFor } from './raci.ts';
import { MILESTONES, ROLE_SKILLS, ROLES, type RoleKey, type TemplateSpec } from './spec.ts';

export interface Begin {
  readonly project: string;
  readonly name: string;
  /** The first day. */
  readonly start: string;
  readonly language: 'en' | 'zh';
  readonly currency: string;
  readonly team: readonly TeamDocument[];
}

export interface Built {
  readonly plan: PlanChange[];
  /** Roles, people and areas of work that the team does not have yet. */
  readonly team: TeamChange[];
}

type Text = { readonly en: string; readonly zh: string };

/** Builds everything that a project of this template begins with. */
export function buildProject(spec: TemplateSpec, begin: Begin): Built {
  const { team, people } = castOf(spec, begin);
  const say = (text: Text): string => text[begin.language];
  const milestones = new Map(MILESTONES.map(([key]) => [key, createId('milestone')]));
  const weeks = new Map(MILESTONES.map(([key, after]) => [key, after]));
  const tasks = new Map(spec.tasks.map(({ key }) => [key, createId('task')]));
  const dueOf = (key: (typeof MILESTONES)[number][0]): string =>
    shiftDay(begin.start, 7 * weeks.get(key)! - 1);
  const change = <Kind extends PlanChange['kind']>(kind: Kind, id: string, body: unknown): PlanChange =>
    // Each body below has the type of its kind.
    ({ id, kind, body }) as PlanChange;

  const plan: PlanChange[] = [change('project', begin.project, projectOf(spec, begin, dueOf('release')))];
  for (const [rank, [key, , name]] of MILESTONES.entries())
    plan.push(
      change('milestone', milestones.get(key)!, {
        name: say(name),
        text: '',
        due: dueOf(key),
        owner: people.get('product') ?? null,
        after: [],
        rank,
      } satisfies PlanBody<'milestone'>),
    );
  for (const [rank, gate] of spec.gates.entries()) {
    const { project, ...others } = gate.parameters;
    plan.push(
      change('gate', createId('gate'), {
        milestone: milestones.get(gate.milestone)!,
        name: say(gate.name),
        fact: gate.fact,
        parameters: project === undefined ? others : { ...others, project: begin.project },
        comparison: gate.comparison,
        value: gate.value,
        holds: 0,
        rank,
      } satisfies PlanBody<'gate'>),
    );
  }
  for (const [rank, one] of spec.tasks.entries()) {
    const [optimistic, likely, pessimistic] = one.hours.map(Math.round);
    const owner = people.get(one.role);
    plan.push(
      change('task', tasks.get(one.key)!, {
        title: say(one.title),
        text: '',
        parent: null,
        milestones: [milestones.get(one.milestone)!],
        column: 'backlog',
        priority: 'normal',
        owners: owner === undefined ? [] : [owner],
        estimate: { optimistic: optimistic!, likely: likely!, pessimistic: pessimistic! },
        done: 0,
        start: null,
        due: dueOf(one.milestone),
        actualStart: null,
        actualFinish: null,
        after: one.after.map((key) => ({ task: tasks.get(key)!, type: 'FS' as const, lag: 0 })),
        labels: [],
        skill: one.skill ?? null,
        gpuHours: one.gpuHours ?? 0,
        checklist: [],
        links: [],
        recurrence: null,
        blockedBy: '',
        rank,
      } satisfies PlanBody<'task'>),
    );
  }
  plan.push(
    ...risksOf(spec, say, people.get('product') ?? null),
    ...aimsOf(spec, say),
    ...marketOf(spec, say),
  );
  return { plan, team };
}

function projectOf(spec: TemplateSpec, begin: Begin, due: string): PlanBody<'project'> {
  return {
    name: begin.name,
    vision: spec.vision[begin.language],
    scope: spec.text[begin.language],
    start: begin.start,
    due,
    state: 'active',
    currency: begin.currency,
    after: [],
    limits: { doing: 3 },
  };
}

function risksOf(spec: TemplateSpec, say: (text: Text) => string, owner: string | null): PlanChange[] {
  return RISK_LIBRARY.filter(({ id }) => spec.risks.includes(id)).map((risk) => {
    const [optimistic, likely, pessimistic] = risk.delay;
    const body: PlanBody<'risk'> = {
      title: say(risk.title),
      area: risk.area,
      cause: say(risk.cause),
      event: '',
      effect: say(risk.effect),
      probability: risk.probability,
      impact: risk.impact,
      chance: CHANCE_OF_GRADE[risk.probability - 1]!,
      delay: { optimistic, likely, pessimistic },
      tasks: [],
      response: risk.response,
      plan: say(risk.plan),
      owner,
      due: null,
      state: 'open',
      trigger: null,
    };
    return { id: createId('risk'), kind: 'risk', body };
  });
}

function aimsOf(spec: TemplateSpec, say: (text: Text) => string): PlanChange[] {
  const objective = createId('objective');
  const classes = spec.schema.classes.map(([name, guideline]) => ({
    name: say(name),
    guideline: say(guideline),
  }));
  const results = spec.results.map(({ title, from, to, unit }, rank) => {
    const body = { objective, title: say(title), from, to, unit, measured: null, due: null, rank };
    return { id: createId('keyResult'), kind: 'keyResult' as const, body };
  });
  return [
    { id: objective, kind: 'objective', body: { title: say(spec.vision), why: '', rank: 0 } },
    ...results,
    {
      id: createId('labelSchema'),
      kind: 'labelSchema',
      body: { name: say(spec.schema.name), text: '', classes, dataset: null, rank: 0 },
    },
  ];
}

/** Who does the work: people of the team who have the role, else a new person of that name to be renamed. */
function castOf(spec: TemplateSpec, { team, language }: Begin) {
  const changes: TeamChange[] = [];
  const people = new Map<RoleKey, string>();
  const roles: RoleKey[] = [...new Set<RoleKey>([...spec.tasks.map(({ role }) => role), 'product'])];
  for (const key of roles) {
    const names: readonly string[] = Object.values(ROLES[key]);
    const known = team.find((one) => one.kind === 'role' && names.includes(one.body.name));
    const role = known?.id ?? createId('role');
    const person = team.find((one) => one.kind === 'person' && one.body.role === role);
    people.set(key, person?.id ?? createId('person'));
    const name = ROLES[key][language];
    const skills = { ...ROLE_SKILLS[key] };
    if (!known) changes.push({ id: role, kind: 'role', body: { name, text: '', skills } });
    if (!person)
      changes.push({
        id: people.get(key)!,
        kind: 'person',
        body: {
          name,
          account: null,
          role,
          capacity: 1,
          cost: 0,
          skills,
          daysOff: [],
          from: null,
          until: null,
        },
      });
  }
  return { team: [...changes, ...areasFor(team, people, language)], people };
}
