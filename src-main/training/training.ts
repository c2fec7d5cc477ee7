/** @file The training room: recipes, and the life of a run from start to model. It decides; the training worker computes. */
import type { Parameters, Person, Recipe } from '../../src-shared/contract.ts';
import type { Models } from '../models/index.ts';
import type { Versions } from '../versions/index.ts';
import type { Pool } from '../platform/pool/index.ts';
import type { Store } from '../platform/store/index.ts';
import type { Tracking } from '../tracking/index.ts';
import { createAugmentations, type Augmentations } from './augmentation.ts';
import { createBaselines, type KeptBaselines } from './baselines.ts';
import { createCheckpoints } from './checkpoints.ts';
import { createLauncher, type Started, type Watching } from './launching.ts';
import { createProfiles, type Profiles } from './profiles.ts';
import { createProposals, type Proposals } from './proposing.ts';
import { createProviders, type Providers } from './providers.ts';
import { checkData, completeParameters, RECIPES, recipeNamed } from './recipes/index.ts';
import { retrain, type RetrainRequest } from './retraining.ts';
import { reproduce, resume, start, type StartRequest } from './starting.ts';

export type { Started, Watching } from './launching.ts';
export type { StartRequest } from './starting.ts';

export interface TrainingParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly versions: Versions;
  readonly tracking: Tracking;
  readonly models: Pick<Models, 'register' | 'finish'>;
}

export interface Training extends Profiles, Augmentations, Proposals, Omit<Providers, 'choose'> {
  recipes(): readonly Recipe[];
  /** @throws AppError `training.noSuchRecipe`, `training.noSuchParameter`, `training.parameterOutOfRange`, `house.notFound` */
  start(request: StartRequest, person: Pick<Person, 'name'>, watching?: Watching): Promise<Started>;
  /** What it would be trained with: the recipe's own values with what was given. @throws AppError as `start` does, and opens no run */
  check(request: StartRequest & { readonly recipe: string }): Parameters;
  /** Freezes the labels of a task as they are now and trains on them to the end. @returns the model */
  retrain(request: RetrainRequest, person: Person): Promise<string | null>;
  /** Asks a run to end after its current step. @throws AppError `training.notRunning` */
  stop(run: string): void;
  /**
   * Goes on from the last checkpoint; a run that ended before its first begins again, to the same weights.
   *
   * @throws AppError `training.notResumable`, `training.alreadyRunning`
   */
  resume(run: string, watching?: Watching): Promise<Started>;
  isAtWork(run: string): boolean;
  /** Trains again exactly as `run` was trained. */
  reproduce(run: string, person: Person): Promise<Started>;
  /** The file of a version's baselines, measured now where none is kept; null for versions that have none. */
  baselines(version: string): Promise<string | null>;
  /** Every blob the room names, for `lathe doctor`. */
  blobs(): readonly string[];
  /** @throws AppError `labeling.answersHidden` where a person may not see the labels that a blob of the room holds */
  requireBlobShown: KeptBaselines['requireBlobShown'];
  /** Runs that end from now on were cut off by the end of the workbench. */
  close(): void;
}

export function openTraining(room: TrainingParts): Training {
  const { choose, ...providers } = createProviders(room);
  const checkpoints = createCheckpoints(room);
  const baselines = createBaselines(room);
  const launcher = createLauncher({ ...room, checkpoints, baselines, choose });
  const proposals = createProposals(room);
  const parts = { ...room, checkpoints, launcher, proposals };
  return {
    ...createProfiles({ ...room, choose }),
    ...createAugmentations(room),
    ...proposals,
    ...providers,
    recipes: () => RECIPES,
    baselines: (version) => baselines.measured(version),
    blobs: () => baselines.blobs(),
    requireBlobShown: (sha256, person) => baselines.requireBlobShown(sha256, person),
    start: (request, person, watching) => start(parts, request, person, watching),
    check: ({ version, recipe, parameters }) => {
      const { kind, target } = room.versions.get({ version });
      checkData(recipeNamed(recipe), { kind, target });
      return completeParameters(recipeNamed(recipe), parameters);
    },
    retrain: (request, person) => retrain(parts, request, person),
    stop: (run) => launcher.stop(run),
    isAtWork: (run) => launcher.isAtWork(run),
    resume: (run, watching) => resume(parts, run, watching),
    reproduce: (run, person) => reproduce(parts, run, person),
    close() {
      launcher.close();
      providers.close();
    },
  };
}
