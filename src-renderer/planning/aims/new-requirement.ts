/** @file A requirement as it begins. */
import type { PlanBody } from '../../../src-shared/planning/contract.ts';

export function newRequirement(title: string, rank: number): PlanBody<'requirement'> {
  return {
    title,
    story: '',
    acceptance: '',
    priority: 'should',
    state: 'proposed',
    source: 'own',
    heard: '',
    milestones: [],
    links: [],
    rank,
  };
}
