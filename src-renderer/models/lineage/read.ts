/** @file What the drawing of a lineage shows, read of each room. */
import type { Client, Lineage } from '../../../src-shared/contract.ts';
import type { LineageParts, LinkedRequirement } from './graph.ts';

/** @param lineage of the model, which was read before */
export async function readLineageParts(
  client: Client,
  lineage: Lineage,
  signal: AbortSignal,
): Promise<LineageParts> {
  const model = lineage.model.id;
  const [reports, registered, endpoints, requirements] = await Promise.all([
    client.evaluation.reports({ model }, { signal }),
    client.registry.ofModel({ model }, { signal }),
    client.serving.list(undefined, { signal }),
    readRequirements(client, signal),
  ]);
  const others = new Set(reports.map(({ version }) => version).filter((id) => id !== lineage.version?.id));
  const versions = await Promise.all(
    Array.from(others, (version) => client.versions.get({ version }, { signal }).catch(() => undefined)),
  );
  return {
    lineage,
    reports,
    versions: versions.filter((version) => version !== undefined),
    registered,
    endpoints,
    requirements,
  };
}

/** Those of all plans that link to something. */
async function readRequirements(client: Client, signal: AbortSignal): Promise<LinkedRequirement[]> {
  const projects = await client.planning.projects(undefined, { signal });
  const plans = await Promise.all(
    projects.map(async ({ project }) => ({
      project,
      documents: (await client.planning.read({ scope: project }, { signal })).documents,
    })),
  );
  return plans.flatMap(({ project, documents }) =>
    documents.flatMap((document) =>
      document.kind === 'requirement' && document.body.links.length > 0
        ? [
            {
              id: document.id,
              project,
              title: document.body.title,
              links: document.body.links.map(({ id }) => id),
            },
          ]
        : [],
    ),
  );
}
