/** @file A plan as reports and the command line read it: its milestones with their gates, and what their facts are of. */
import type { Client, GateStatus, MilestoneStatus } from '../contract.ts';
import type { PlanBody, PlanDocument, PlanKind } from './contract.ts';
import { evidenceOf } from './evidence.ts';
import { factText, type Language, type Names } from './fact-words.ts';
import { readNames } from './names.ts';

export interface GateAsRead {
  readonly id: string;
  readonly body: PlanBody<'gate'>;
  readonly status: GateStatus;
}

export interface MilestoneAsRead {
  readonly id: string;
  readonly body: PlanBody<'milestone'>;
  readonly status: MilestoneStatus;
  readonly gates: readonly GateAsRead[];
}

export interface PlanAsRead {
  readonly documents: readonly PlanDocument[];
  /** In their order. */
  readonly milestones: readonly MilestoneAsRead[];
  /** Of what facts and their evidence name. */
  readonly names: Names;
}

/** The documents of one kind. */
export function ofKind<Kind extends PlanKind>(
  documents: readonly PlanDocument[],
  kind: Kind,
): readonly Extract<PlanDocument, { kind: Kind }>[] {
  return documents.filter((one): one is Extract<PlanDocument, { kind: Kind }> => one.kind === kind);
}

export async function readPlan(client: Client, project: string): Promise<PlanAsRead> {
  const [{ documents }, states] = await Promise.all([
    client.planning.read({ scope: project }),
    client.planning.milestones({ project }),
  ]);
  const gates = new Map(ofKind(documents, 'gate').map(({ id, body }) => [id, body]));
  const milestones = ofKind(documents, 'milestone')
    .toSorted((a, b) => a.body.rank - b.body.rank)
    .flatMap(({ id, body }): MilestoneAsRead[] => {
      const status = states.find(({ milestone }) => milestone === id);
      if (!status) return [];
      const own = status.gates.flatMap((one): GateAsRead[] => {
        const gate = gates.get(one.gate);
        return gate ? [{ id: one.gate, body: gate, status: one }] : [];
      });
      return [{ id, body, status, gates: own }];
    });
  const links = milestones.flatMap((one) =>
    one.gates.flatMap(({ body, status }) => evidenceOf(body, status.evidence) ?? []),
  );
  const names = await readNames(client, { facts: [...gates.values()], links });
  return { documents, milestones, names };
}

/** What people call a gate: its name, or what it measures. */
export const gateName = ({ body }: Pick<GateAsRead, 'body'>, names: Names, language: Language): string =>
  body.name || factText(body, names, language);

/** The name of a gate that an event tells of; one that is gone since has the name it had then. */
export function nameOfGate(
  { milestones, names }: Pick<PlanAsRead, 'milestones' | 'names'>,
  { gate, name }: { readonly gate: string; readonly name: string },
  language: Language,
): string {
  const known = milestones.flatMap(({ gates }) => gates).find(({ id }) => id === gate);
  return name || (known ? gateName(known, names, language) : gate);
}
