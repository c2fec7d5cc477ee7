/** @file Where what is proposed for a gate is done. */
import type { NextAction } from '../../src-shared/planning/next-hour.ts';
import { hrefTo } from '../platform/routes.ts';

export function hrefOfAction(
  {
    kind,
    body,
    dataset: disputed,
    recipe,
    smaller,
  }: Pick<NextAction, 'kind' | 'body' | 'dataset' | 'recipe' | 'smaller'>,
  project: string,
): string {
  const { dataset, task } = body.parameters;
  if (kind === 'adjudicate' && disputed && task)
    return hrefTo('labelDataset', { dataset: disputed }, { task, review: '1' });
  if ((kind === 'label' || kind === 'more') && dataset) return hrefTo('labelDataset', { dataset });
  if (kind === 'train') return hrefTo('train', {});
  if (kind === 'search') return hrefTo('train', {}, { recipe: recipe ?? undefined });
  if (kind === 'smaller' && smaller) return hrefTo('model', { model: smaller.model });
  const { regulation } = body.parameters;
  if (body.fact === 'planning.compliance' && regulation)
    return hrefTo('plan', { project }, { tab: 'compliance', part: regulation, missing: '1' });
  return hrefTo('plan', { project });
}
