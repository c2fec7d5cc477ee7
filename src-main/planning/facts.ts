/** @file What is known of plans themselves. */
import * as z from 'zod';
import { complianceStatus, isRegulation } from '../../src-shared/planning/compliance/status.ts';
import type { PLAN_KINDS } from '../../src-shared/planning/kinds/index.ts';
import type { Documents } from '../platform/documents/index.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { changedWith, defineFact } from '../platform/facts.ts';

/** The share of a regulation's questions that a project has met, from 0 to 1. */
export function complianceFact(documents: Documents<typeof PLAN_KINDS>) {
  return defineFact({
    name: 'planning.compliance',
    unit: 'share',
    parameters: z.object({ project: z.string(), regulation: z.string() }),
    read: ({ project, regulation }) => {
      if (!isRegulation(regulation))
        throw new AppError('house.notFound', { what: 'regulation', id: regulation });
      if (documents.ofKind('project', project).length === 0)
        throw new AppError('house.notFound', { what: 'project', id: project });
      const answers = documents.ofKind('complianceAnswer', project).map(({ body }) => body);
      return complianceStatus(regulation, answers).share;
    },
    changedBy: (event) => changedWith(event, 'plan', 'project'),
  });
}
