/** @file `lathe plan status` and `lathe plan gates`. */
import type { Client, GateStatus, MilestoneStatus } from '../../src-shared/contract.ts';
import { AppError, isWireError, wording } from '../../src-shared/platform/errors.ts';
import type { PlanBody, PlanDocument } from '../../src-shared/planning/contract.ts';
import {
  factText,
  valueText,
  wantedText,
  type Language,
  type Names,
} from '../../src-shared/planning/fact-words.ts';
import { readNames } from '../../src-shared/planning/names.ts';
import { named, type Session } from '../platform/cli/session.ts';
import { table } from '../platform/cli/terminal.ts';

export interface ProjectOptions {
  readonly project?: string;
  readonly language: Language;
}

export interface GatesOptions extends ProjectOptions {
  readonly milestone?: string;
}

/** The project that was named, or the only one that is active. @throws AppError `house.noneNamed`, `planning.whichProject` */
export async function projectOf({ planning }: Client, given: string | undefined): Promise<string> {
  const all = (await planning.projects()).map(({ project, body }) => ({
    id: project,
    name: body.name,
    state: body.state,
  }));
  if (given !== undefined) return named('project', given, all).id;
  const active = all.filter(({ state }) => state === 'active');
  if (active.length === 1) return active[0]!.id;
  const names = (active.length > 0 ? active : all).map(({ name }) => name).join(', ');
  throw new AppError('planning.whichProject', { count: active.length, names: names || '–' });
}

export interface Milestone {
  readonly id: string;
  readonly body: PlanBody<'milestone'>;
  readonly status: MilestoneStatus;
  readonly gates: readonly { readonly body: PlanBody<'gate'>; readonly status: GateStatus }[];
}

/** The milestones of a project in their order, each with its gates, and what their facts are of. */
export async function readMilestones(
  client: Client,
  project: string,
): Promise<{ milestones: Milestone[]; names: Names }> {
  const [{ documents }, states] = await Promise.all([
    client.planning.read({ scope: project }),
    client.planning.milestones({ project }),
  ]);
  const gates = new Map(documents.flatMap((one) => (one.kind === 'gate' ? [[one.id, one.body]] : [])));
  const milestones = documents
    .filter((one): one is Extract<PlanDocument, { kind: 'milestone' }> => one.kind === 'milestone')
    .toSorted((a, b) => a.body.rank - b.body.rank)
    .flatMap(({ id, body }): Milestone[] => {
      const status = states.find(({ milestone }) => milestone === id);
      if (!status) return [];
      const own = status.gates.flatMap((one) => {
        const gate = gates.get(one.gate);
        return gate ? [{ body: gate, status: one }] : [];
      });
      return [{ id, body, status, gates: own }];
    });
  const names = await readNames(client, { facts: [...gates.values()] });
  return { milestones, names };
}

export async function statusCommand({ client, terminal }: Session, options: ProjectOptions): Promise<void> {
  const project = await projectOf(client, options.project);
  const { milestones } = await readMilestones(client, project);
  const { header, states } = WORDS[options.language];
  const rows = milestones.map(({ body, status }) => [
    body.name,
    states[status.state],
    body.due ?? '–',
    `${status.gates.filter(({ state }) => state === 'passing').length}/${status.gates.length}`,
    status.failed ? failedText(status.failed, options.language) : '',
  ]);
  terminal.result(
    {
      project,
      milestones: milestones.map(({ id, body, status }) => ({
        id,
        name: body.name,
        due: body.due,
        state: status.state,
        since: status.since,
        signedBy: status.signedBy,
        failed: status.failed,
        gates: status.gates.length,
        passing: status.gates.filter(({ state }) => state === 'passing').length,
      })),
    },
    rows.length === 0 ? WORDS[options.language].none : table(header.status, rows),
  );
}

/** Exit status 1 while a gate does not pass, or where there is none that could. */
export async function gatesCommand({ client, terminal }: Session, options: GatesOptions): Promise<void> {
  const { language } = options;
  const project = await projectOf(client, options.project);
  const { milestones, names } = await readMilestones(client, project);
  const asked = milestones.map(({ id, body }) => ({ id, name: body.name }));
  const one = options.milestone === undefined ? undefined : named('milestone', options.milestone, asked).id;
  const gates = milestones
    .filter(({ id }) => one === undefined || id === one)
    .flatMap((milestone) => milestone.gates.map((gate) => ({ ...gate, milestone: milestone.body.name })));
  const passes = gates.length > 0 && gates.every(({ status }) => status.state === 'passing');
  const words = WORDS[language];
  const rows = gates.map(({ body, status, milestone }) => [
    words.gates[status.state],
    milestone,
    body.name || factText(body, names, language),
    valueText(status.value, status.unit, language),
    wantedText(body, status.unit, language),
    isWireError(status.why) ? wording(status.why, language).message : '',
  ]);
  terminal.result(
    {
      project,
      passes,
      gates: gates.map(({ body, status, milestone }) => ({
        milestone,
        name: body.name || factText(body, names, language),
        fact: body.fact,
        parameters: body.parameters,
        state: status.state,
        value: status.value,
        comparison: body.comparison,
        wanted: body.value,
        unit: status.unit,
        distance: status.distance,
        since: status.since,
        why: status.why,
      })),
    },
    rows.length === 0 ? words.noGates : table(words.header.gates, rows),
  );
  if (!passes) process.exitCode = 1;
}

function failedText(failed: NonNullable<MilestoneStatus['failed']>, language: Language): string {
  const { name, value, unit, comparison, wanted } = failed;
  const said = [
    name,
    valueText(value, unit, language),
    wantedText({ comparison, value: wanted }, unit, language),
  ];
  return WORDS[language].failed(said[0] || '–', said[1]!, said[2]!);
}

const WORDS = {
  en: {
    header: {
      status: ['milestone', 'state', 'due', 'gates', ''],
      gates: ['state', 'milestone', 'gate', 'value', 'goal', ''],
    },
    states: {
      open: 'open',
      ready: 'ready to sign',
      signed: 'signed, gates not passed yet',
      closed: 'closed',
      reopened: 'reopened',
    },
    gates: { unknown: 'unknown', failing: 'failing', holding: 'holding', passing: 'passing' },
    none: 'The project has no milestone yet.',
    noGates: 'There is no gate.',
    failed: (gate: string, value: string, wanted: string) => `${gate} is ${value}, the goal is ${wanted}`,
  },
  zh: {
    header: {
      status: ['里程碑', '状态', '截止', '关口', ''],
      gates: ['状态', '里程碑', '关口', '当前值', '目标', ''],
    },
    states: {
      open: '进行中',
      ready: '可签字',
      signed: '已签字，关口尚未通过',
      closed: '已关闭',
      reopened: '已重新打开',
    },
    gates: { unknown: '未知', failing: '未通过', holding: '保持中', passing: '已通过' },
    none: '该项目还没有里程碑。',
    noGates: '没有关口。',
    failed: (gate: string, value: string, wanted: string) => `${gate}为 ${value}，目标为 ${wanted}`,
  },
} as const;
