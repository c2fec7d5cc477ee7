/** @file Procedures of training. */
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Training } from './training.ts';
import { os } from '../platform/api/implement.ts';

export function trainingRouter(training: Training) {
  return {
    recipes: os.training.recipes.handler(() => [...training.recipes()]),
    propose: os.training.propose.handler(({ input }) => training.propose(input)),
    start: os.training.start.handler(({ input, context }) => training.start(input, context.person)),
    stop: os.training.stop.handler(({ input }) => {
      training.stop(input.run);
      return {};
    }),
    resume: os.training.resume.handler(({ input }) => training.resume(input.run)),
    providers: os.training.providers.handler(() => training.providers()),
    probe: os.training.probe.handler(() => training.probe()),
    setUpCuda: os.training.setUpCuda.handler(({ input, context }) => {
      if (!context.local) throw new AppError('house.localOnly');
      return training.setUpCuda(input);
    }),
    previewAugmentation: os.training.previewAugmentation.handler(({ input, signal }) =>
      training.previewAugmentation(input, signal),
    ),
    profile: os.training.profile.handler(({ input, signal }) => training.profile(input, signal)),
    profileOf: os.training.profileOf.handler(({ input }) => training.profileOf(input.run)),
    reproduce: os.training.reproduce.handler(({ input, context }) =>
      training.reproduce(input.run, context.person),
    ),
  };
}
