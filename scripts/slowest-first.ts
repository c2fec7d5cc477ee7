/** @file Unit tests that take longest begin first, so that none of them runs alone at the end. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** By how long they take beside all others, as `npm test` tells at its end; the rest comes after them, the largest files first. */
export const SLOW = [
  'scripts/new-room.test.ts',
  'src-main/cli/cli.test.ts',
  'src-main/search/search.test.ts',
  'src-main/cli/beside.test.ts',
  'src-main/training/recipes/recipes.test.ts',
  'src-main/main-job.test.ts',
  'src-main/learned.test.ts',
  'src-main/datasets/imports.test.ts',
  'src-main/labeling/suggestions/parts.test.ts',
  'src-main/exports/exports.test.ts',
  'src-main/serving/serving.test.ts',
  'src-main/served.test.ts',
  'src-main/labeling/help/help.test.ts',
  'src-main/evaluation/evaluation.test.ts',
  'src-main/damage.test.ts',
  'src-main/search/bisect/bisect.test.ts',
  'src-main/training/providers.test.ts',
  'src-main/training/worker/answers/programs.test.ts',
  'src-main/training/worker/train.test.ts',
  'src-main/labeling/kill.test.ts',
  'src-main/killed.test.ts',
  'src-main/silence.test.ts',
  'src-main/desktop/desktop.test.ts',
  'src-main/training/worker/trainer/webgpu.test.ts',
];

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rest = await super.sort(files);
    const place = ({ moduleId }: TestSpecification): number => {
      const at = SLOW.findIndex((name) => moduleId.replaceAll('\\', '/').endsWith(`/${name}`));
      return at === -1 ? SLOW.length : at;
    };
    return rest.toSorted((a, b) => place(a) - place(b));
  }
}
