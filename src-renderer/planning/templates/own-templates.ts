/** @file What a new project can begin with: nothing, a template of the workbench, one's own. */
import type { PlanBody, PlanChange } from '../../../src-shared/planning/contract.ts';
import { buildProject } from '../../../src-shared/planning/templates/build.ts';
import { copyTemplate } from '../../../src-shared/planning/templates/copy.ts';
import { MILESTONES } from '../../../src-shared/planning/templates/spec.ts';
import { TEMPLATES } from '../../../src-shared/planning/templates/templates.ts';
import type { TeamChange, TeamDocument } from '../../../src-shared/team/contract.ts';
import type { App } from '../../platform/app.svelte.ts';
import { newProject } from '../../../src-shared/planning/new-documents.ts';

/** Where the templates of a workspace stand, as documents of the room. */
export const TEMPLATES_SCOPE = 'templates';

export interface Offer {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly tasks: number;
  readonly milestones: number;
  readonly risks: number;
  /** Missing where the workbench brings it. */
  readonly own?: PlanBody<'template'>;
}

/** Everything that a new project can begin with, one's own first. */
export async function offersOf(
  { client, preferences: { language } }: App,
  signal: AbortSignal,
): Promise<Offer[]> {
  const { documents } = await client.planning.read({ scope: TEMPLATES_SCOPE }, { signal });
  const own = documents.flatMap((one): Offer[] => {
    if (one.kind !== 'template') return [];
    const count = (kind: string) => one.body.documents.filter((document) => document.kind === kind).length;
    return [
      {
        id: one.id,
        name: one.body.name,
        text: one.body.text,
        tasks: count('task'),
        milestones: count('milestone'),
        risks: count('risk'),
        own: one.body,
      },
    ];
  });
  const brought = TEMPLATES.map(({ id, name, text, tasks, risks }) => ({
    id,
    name: name[language],
    text: text[language],
    tasks: tasks.length,
    milestones: MILESTONES.length,
    risks: risks.length,
  }));
  return [...own, ...brought];
}

export interface Wanted {
  readonly project: string;
  readonly name: string;
  readonly start: string;
  readonly currency: string;
  readonly language: 'en' | 'zh';
  readonly team: readonly TeamDocument[];
}

/** What a project of this offer begins with; of none, itself alone. */
export function beginWith(
  offer: Offer | undefined,
  wanted: Wanted,
): { plan: PlanChange[]; team: TeamChange[] } {
  const { project, name, start, currency } = wanted;
  if (!offer) {
    const body = { ...newProject(name, start), currency };
    return { plan: [{ id: project, kind: 'project', body }], team: [] };
  }
  if (offer.own) return { plan: copyTemplate(offer.own, { project, name, start }), team: [] };
  return buildProject(
    TEMPLATES.find(({ id }) => id === offer.id)!,
    wanted,
  );
}
