/** @file Makes a project of an offer: its people in the team first, then the plan; one undo takes back both. */
import { newId } from '../plan.svelte.ts';
import type { App } from '../../platform/app.svelte.ts';
import { hrefTo } from '../../platform/routes.ts';
import { beginWith, type Offer, type Wanted } from './own-templates.ts';

const TEAM = 'team';

/** What making a project changed. */
interface Made {
  readonly project: string;
  readonly plan: string;
  /** Undefined where the team has everybody already. */
  readonly team: string | undefined;
}

/** Makes it, opens it, and says what was made, with a way back. */
export async function createProject(
  app: App,
  offer: Offer | undefined,
  wanted: Omit<Wanted, 'project' | 'team'>,
): Promise<void> {
  const { client } = app;
  const words = app.words.planning.templates;
  const project = newId('project');
  const { documents } = await client.team.read({ scope: TEAM });
  const { plan, team } = beginWith(offer, { ...wanted, project, team: documents });
  const made: Made = {
    project,
    plan: crypto.randomUUID(),
    team: team.length > 0 ? crypto.randomUUID() : undefined,
  };
  // People first: the work is theirs.
  if (made.team) await client.team.change({ scope: TEAM, operation: made.team, changes: team });
  await client.planning.change({ scope: project, operation: made.plan, changes: plan });
  app.router.go('plan', { project });
  const people = team.filter(({ kind }) => kind === 'person').length;
  app.toasts.show({
    tone: 'good',
    text: people > 0 ? words.madeWith(wanted.name, app.format.count(people)) : words.made(wanted.name),
    action: { says: app.words.planning.forms.undo, run: () => void takeBack(app, made) },
  });
}

/** Takes back what still is the last thing that was done; says what stays. */
async function takeBack(app: App, { project, plan, team }: Made): Promise<void> {
  const { client } = app;
  const words = app.words.planning.templates;
  await app.attempt(async () => {
    const [ofPlan] = await client.planning.history({ scope: project, limit: 1 });
    if (ofPlan?.operation !== plan) return void app.toasts.show({ tone: 'plain', text: words.changedSince });
    await client.planning.undo({ scope: project });
    const [ofTeam] = team ? await client.team.history({ scope: TEAM, limit: 1 }) : [];
    const isLast = ofTeam !== undefined && ofTeam.operation === team;
    if (isLast) await client.team.undo({ scope: TEAM });
    app.router.open(hrefTo('plans', {}));
    app.toasts.show({ tone: 'plain', text: team && !isLast ? words.takenBackAlone : words.takenBack });
  });
}
