/** @file What is known of models. */
import * as z from 'zod';
import type { Model, RegisteredVersion } from '../../src-shared/contract.ts';
import { STAGES } from '../../src-shared/models/stages.ts';
import { changedWith, defineFact } from '../platform/facts.ts';

/** The size of a model's file. */
export function sizeFact(models: { get(id: string): Model }) {
  return defineFact({
    name: 'models.size',
    unit: 'bytes',
    parameters: z.object({ model: z.string() }),
    read: ({ model }) => models.get(model).bytes,
    changedBy: (event) => changedWith(event, 'models', 'model'),
  });
}

interface RegisteredVersions {
  /** The newest first. @throws AppError `house.notFound` */
  versions(registered: string): RegisteredVersion[];
}

const evidenceIn = (versions: readonly RegisteredVersion[]) => {
  const model = versions.find((version) => version.model !== null)?.model;
  return model ? ({ what: 'model', id: model.id } as const) : null;
};

/** How many versions of a registered model are in a stage. */
export function inStageFact(registry: RegisteredVersions) {
  const inStage = (of: { registered: string; stage: string }): RegisteredVersion[] =>
    registry.versions(of.registered).filter(({ stage }) => stage === of.stage);
  return defineFact({
    name: 'models.inStage',
    unit: 'versions',
    parameters: z.object({ registered: z.string(), stage: z.enum(STAGES) }),
    read: (of) => inStage(of).length,
    evidence: (of) => evidenceIn(inStage(of)),
    changedBy: (event) => changedWith(event, 'registry', 'registered'),
  });
}

/** 1 where an alias points at a version of a registered model, else 0. */
export function aliasedFact(registry: RegisteredVersions) {
  const aliased = ({ registered, alias }: { registered: string; alias: string }): RegisteredVersion[] =>
    registry.versions(registered).filter(({ aliases }) => aliases.includes(alias));
  return defineFact({
    name: 'models.aliased',
    unit: 'versions',
    parameters: z.object({ registered: z.string(), alias: z.string() }),
    read: (of) => aliased(of).length,
    evidence: (of) => evidenceIn(aliased(of)),
    changedBy: (event) => changedWith(event, 'registry', 'registered'),
  });
}
