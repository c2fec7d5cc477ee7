/** @file Where a run's training step goes: measured in a worker, kept among the run's artifacts. */
import { StepProfile, type Parameters, type Run } from '../../src-shared/contract.ts';
import type { Versions } from '../versions/index.ts';
import type { Store } from '../platform/store/index.ts';
import type { Tracking } from '../tracking/index.ts';
import type { Pool } from '../platform/pool/index.ts';
import { profileStepJob } from './jobs.ts';
import { resultWhileAsked } from './abandoning.ts';
import type { Providers } from './providers.ts';
import { trained, type TrainedRun } from './trained.ts';
import { checkData, completeParameters, recipeNamed, recordedParameters } from './recipes/index.ts';

/** A run, or what a run would be made of. */
export type ProfileRequest =
  | { readonly run: string }
  | { readonly version: string; readonly recipe: string; readonly parameters: Parameters };

/** A run also says what computed it. */
type Asked = Pick<TrainedRun, 'version' | 'recipe' | 'parameters'> & Partial<Pick<Run, 'environment'>>;

export interface Profiles {
  /** Trains some steps and tells what they cost; ends when `signal` does. @throws AppError as training does */
  profile(request: ProfileRequest, signal?: AbortSignal): Promise<StepProfile>;
  /** The last profile of a run; null when there is none. @throws AppError `house.notFound`, `store.blobMissing`, `store.blobBad` */
  profileOf(run: string): Promise<StepProfile | null>;
}

interface Parts {
  readonly store: Store;
  readonly pool: Pool;
  readonly versions: Versions;
  readonly tracking: Tracking;
  readonly choose: Providers['choose'];
}

const ARTIFACT = 'profile.json';

export function createProfiles({ store, pool, versions, tracking, choose }: Parts): Profiles {
  async function profile(request: ProfileRequest, signal?: AbortSignal): Promise<StepProfile> {
    const asked: Asked = 'run' in request ? trained(tracking.run(request.run)) : request;
    const { version, recipe: name, environment } = asked;
    const recipe = recipeNamed(name);
    const { kind, target } = versions.get({ version });
    checkData(recipe, { kind, target });
    const complete = 'run' in request ? recordedParameters : completeParameters;
    const parameters = complete(recipe, asked.parameters);
    const spec = {
      recipe: recipe.name,
      version: await versions.file(version),
      parameters,
      provider: await choose(environment?.['provider'] ?? parameters.provider),
    };
    let processBytes = 0;
    const task = pool.run(profileStepJob, {
      kind: 'train',
      title: recipe.title.en,
      unit: 'steps',
      hidden: true,
      spec,
      onPeak: (bytes) => (processBytes = bytes),
    });
    const measured = { ...(await resultWhileAsked(task, signal)), processBytes };
    if ('run' in request) {
      const blob = await store.blobs.write(Buffer.from(JSON.stringify(measured)));
      tracking.artifact(request.run, ARTIFACT, blob);
    }
    return measured;
  }

  async function profileOf(run: string): Promise<StepProfile | null> {
    const artifact = tracking.artifacts(run).find(({ name }) => name === ARTIFACT);
    if (!artifact) return null;
    const bytes = await store.blobs.read(artifact.blob);
    return StepProfile.parse(JSON.parse(bytes.toString('utf8')));
  }

  return { profile, profileOf };
}
