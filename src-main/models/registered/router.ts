/** @file Procedures of the registry. */
import { os } from '../../platform/api/implement.ts';
import type { Registered } from './registered.ts';

export function registryRouter(registered: Registered) {
  return {
    list: os.registry.list.handler(() => registered.list()),
    get: os.registry.get.handler(({ input }) => registered.get(input.registered)),
    versions: os.registry.versions.handler(({ input }) => registered.versions(input.registered)),
    ofModel: os.registry.ofModel.handler(({ input }) => registered.ofModel(input.model)),
    history: os.registry.history.handler(({ input }) => registered.history(input.registered)),
    resolve: os.registry.resolve.handler(({ input }) => registered.resolve(input.name)),
    register: os.registry.register.handler(({ input, context }) =>
      registered.register(input, context.person.name),
    ),
    rename: os.registry.rename.handler(({ input, context }) =>
      registered.rename(input.registered, input.name, context.person.name),
    ),
    describe: os.registry.describe.handler(({ input }) =>
      registered.describe(input.registered, input.description, input.version),
    ),
    setAlias: os.registry.setAlias.handler(({ input, context }) =>
      registered.setAlias(input, context.person.name),
    ),
    undoAlias: os.registry.undoAlias.handler(({ input, context }) =>
      registered.undoAlias(input.registered, input.event, context.person.name),
    ),
    check: os.registry.check.handler(({ input }) =>
      registered.check(input.registered, input.version, input.stage),
    ),
    setStage: os.registry.setStage.handler(({ input, context }) =>
      registered.setStage(input, context.person.name),
    ),
    setGates: os.registry.setGates.handler(({ input, context }) =>
      registered.setGates(input.registered, input.gates, context.person.name),
    ),
  };
}
