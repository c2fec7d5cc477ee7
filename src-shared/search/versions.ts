/** @file Dataset versions as a choice of a search: those whose models can be compared on one validation split. */
import type { DatasetVersion } from '../versions/contract.ts';
import type { RecipeParameter } from '../training/contract.ts';
import { VERSION_DIMENSION } from './values.ts';

/** The version itself, and those of its dataset that ask for the same answer of the same inputs. The oldest first. */
export function comparableVersions(
  version: DatasetVersion,
  all: readonly DatasetVersion[],
): readonly DatasetVersion[] {
  const shape = ({
    dataset,
    kind,
    target,
    labels,
    columns,
    image,
    language,
    taskKind,
  }: DatasetVersion): string => {
    const inputs = columns.map(({ name, type, role }) => [name, type, role]);
    return JSON.stringify([dataset, kind, target, labels, inputs, image, language, taskKind]);
  };
  return all.filter((one) => shape(one) === shape(version)).toSorted((a, b) => a.number - b.number);
}

/** The choice among versions, written down like a parameter of a recipe. */
export function versionParameter(versions: readonly DatasetVersion[]): RecipeParameter {
  return {
    kind: 'choice',
    name: VERSION_DIMENSION,
    title: { en: 'Dataset version', zh: '数据集版本' },
    about: {
      en: 'Which version is learned from. All trials are compared on the validation split of the version of the search.',
      zh: '从哪个版本学习。所有试验都在搜索所用版本的验证集上比较。',
    },
    advanced: false,
    default: versions[0]?.id ?? '',
    options: versions.map(({ id, number, train }) => ({
      value: id,
      title: { en: `v${number} (${train} to train on)`, zh: `v${number}（${train} 个训练样本）` },
    })),
    search: true,
  };
}
