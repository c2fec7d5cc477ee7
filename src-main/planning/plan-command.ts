/** @file `lathe plan status` and `lathe plan gates`. */
import type { Client, MilestoneStatus } from '../../src-shared/contract.ts';
import { AppError, isWireError, wording } from '../../src-shared/platform/errors.ts';
import { valueText, wantedText, type Language } from '../../src-shared/planning/fact-words.ts';
import { gateName, nameOfGate, readPlan, type PlanAsRead } from '../../src-shared/planning/read-plan.ts';
import { GATE_WORDS, MILESTONE_WORDS } from '../../src-shared/planning/state-words.ts';
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

export async function statusCommand({ client, terminal }: Session, options: ProjectOptions): Promise<void> {
  const project = await projectOf(client, options.project);
  const read = await readPlan(client, project);
  const { milestones } = read;
  const { language } = options;
  const { header, none } = WORDS[language];
  const rows = milestones.map(({ body, status }) => [
    body.name,
    MILESTONE_WORDS[status.state][language],
    body.due ?? '–',
    `${status.gates.filter(({ state }) => state === 'passing').length}/${status.gates.length}`,
    status.failed ? failedText(status.failed, read, language) : '',
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
    rows.length === 0 ? none : table(header.status, rows),
  );
}

/** Exit status 1 while a gate does not pass, or where there is none that could. */
export async function gatesCommand({ client, terminal }: Session, options: GatesOptions): Promise<void> {
  const { language } = options;
  const project = await projectOf(client, options.project);
  const { milestones, names } = await readPlan(client, project);
  const asked = milestones.map(({ id, body }) => ({ id, name: body.name }));
  const one = options.milestone === undefined ? undefined : named('milestone', options.milestone, asked).id;
  const gates = milestones
    .filter(({ id }) => one === undefined || id === one)
    .flatMap((milestone) => milestone.gates.map((gate) => ({ ...gate, milestone: milestone.body.name })));
  const passes = gates.length > 0 && gates.every(({ status }) => status.state === 'passing');
  const words = WORDS[language];
  const rows = gates.map(({ body, status, milestone }) => [
    GATE_WORDS[status.state][language],
    milestone,
    gateName({ body }, names, language),
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
        name: gateName({ body }, names, language),
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
  if (!passes) terminal.leaveWith(1);
}

function failedText(
  failed: NonNullable<MilestoneStatus['failed']>,
  read: PlanAsRead,
  language: Language,
): string {
  const { value, unit, comparison, wanted } = failed;
  const goal = wantedText({ comparison, value: wanted }, unit, language);
  return WORDS[language].failed(nameOfGate(read, failed, language), valueText(value, unit, language), goal);
}

const WORDS = {
  en: {
    header: {
      status: ['milestone', 'state', 'due', 'gates', ''],
      gates: ['state', 'milestone', 'gate', 'value', 'goal', ''],
    },
    none: 'The project has no milestone yet.',
    noGates: 'There is no gate.',
    failed: (gate: string, value: string, wanted: string) => `${gate} is ${value}, the goal is ${wanted}`,
  },
  zh: {
    header: {
      status: ['里程碑', '状态', '截止', '关口', ''],
      gates: ['状态', '里程碑', '关口', '当前值', '目标', ''],
    },
    none: '该项目还没有里程碑。',
    noGates: '没有关口。',
    failed: (gate: string, value: string, wanted: string) => `${gate}为 ${value}，目标为 ${wanted}`,
  },
} as const;
