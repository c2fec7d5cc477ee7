/** @file How runs begin: anew, from a checkpoint, or as a repetition of another. */
import type { Parameters, Person, Proposed, Run } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { versionName } from '../../src-shared/versions/name.ts';
import type { Store } from '../platform/store/index.ts';
import type { Versions } from '../versions/index.ts';
import type { Tracking } from '../tracking/index.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Proposals } from './proposing.ts';
import { heldOutFacts, type Launcher, type Started, type Watching } from './launching.ts';
import { trained } from './trained.ts';
import { checkData, completeParameters, recipeNamed } from './recipes/index.ts';

export interface StartRequest {
  readonly version: string;
  /** The one that the data speak for, with the values that they speak for, unless given. */
  readonly recipe?: string | undefined;
  readonly parameters: Parameters;
  readonly name?: string | undefined;
  /** Another version whose validation and test splits stand in for its own: none of their samples is trained on. */
  readonly validatedOn?: string | undefined;
}

export interface StartingParts {
  readonly store: Store;
  readonly versions: Versions;
  readonly tracking: Tracking;
  readonly checkpoints: Checkpoints;
  readonly launcher: Launcher;
  readonly proposals: Proposals;
}

/** @throws AppError `training.noSuchRecipe`, `training.noSuchParameter`, `training.parameterOutOfRange`, `house.notFound` */
export async function start(
  { store, versions, tracking, launcher, proposals }: StartingParts,
  request: StartRequest,
  person: Pick<Person, 'name'>,
  watching: Watching = {},
): Promise<Started> {
  const { version } = request;
  const proposed = request.recipe === undefined ? await proposals.propose({ version }) : null;
  const recipe = recipeNamed(request.recipe ?? proposed?.recipe ?? '');
  const parameters = completeParameters(recipe, {
    ...valuesOf(proposed?.parameters ?? []),
    ...request.parameters,
  });
  const frozen = versions.get({ version: request.version });
  const { datasetName, kind, target } = frozen;
  checkData(recipe, { kind, target });
  const run = store.tx(() => {
    const opened = tracking.open({
      recipe: recipe.name,
      version: request.version,
      versionName: versionName(frozen),
      parameters,
      experiment: datasetName,
      startedBy: person.name,
      name: request.name,
      tags: watching.tags,
    });
    const { validatedOn = request.version } = request;
    if (validatedOn !== request.version) tracking.environment(opened.id, heldOutFacts(validatedOn));
    watching.opened?.(opened.id);
    return opened;
  });
  return launcher.launch(trained(tracking.run(run.id)), null, watching);
}

function valuesOf(proposals: Proposed['parameters']): Parameters {
  return Object.fromEntries(proposals.map(({ name, value }) => [name, value]));
}

/** @throws AppError `training.notResumable`, `training.alreadyRunning` */
export async function resume(
  { tracking, checkpoints, launcher }: StartingParts,
  id: string,
  watching: Watching = {},
): Promise<Started> {
  const run = trained(tracking.run(id));
  if (launcher.isAtWork(id)) throw new AppError('training.alreadyRunning', { run: run.name });
  if (!canGoOn(run)) throw new AppError('training.notResumable', { run: run.name, state: run.state });
  return launcher.launch(run, await checkpoints.last(id), watching);
}

export async function reproduce(
  { tracking, launcher }: StartingParts,
  id: string,
  person: Person,
): Promise<Started> {
  const original = trained(tracking.run(id));
  const { recipe, version, versionName, parameters, name } = original;
  const again = tracking.open({
    recipe,
    version,
    versionName,
    parameters,
    experiment: original.experimentName,
    startedBy: person.name,
    name: `${name} again`,
    reproduces: id,
  });
  return launcher.launch(trained(again), null);
}

function canGoOn({ state }: Run): boolean {
  return state === 'stopped' || state === 'interrupted';
}
