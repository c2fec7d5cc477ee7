/** @file A plan as JSON: every document as it is kept, and the names of the people whom they point to. */
import type { PlanToWrite } from './plan-to-write.ts';

export const JSON_VERSION = 1;

export function planAsJson({ source }: PlanToWrite): string {
  const text = JSON.stringify(source.documents);
  const people = source.people.filter(({ id }) => text.includes(JSON.stringify(id)));
  const file = {
    lathe: 'plan',
    version: JSON_VERSION,
    people: people.map(({ id, body }) => ({ id, name: body.name })),
    documents: source.documents,
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}
