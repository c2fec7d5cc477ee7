/** @file Procedures of the house: session, workspace, jobs, events. */
import type { About, Diagnosis, Job } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { BackupResult, Repaired } from '../store/index.ts';
import type { EventHub } from './events.ts';
import { os } from './implement.ts';
import type { Sessions } from './sessions.ts';

export interface House {
  readonly sessions: Sessions;
  readonly hub: EventHub;
  /** The workspace folder. */
  readonly folder: string;
  about(): Omit<About, 'folder'>;
  doctor(): Promise<Diagnosis>;
  backup(to: string): Promise<BackupResult>;
  repair(input: { from: string | null; accept: boolean }): Promise<Repaired>;
  jobs(): Job[];
  cancelJob(id: string): void;
}

export function houseRouter(house: House) {
  const { sessions, hub } = house;
  return {
    session: {
      me: os.session.me.handler(({ context }) => context.person),
      list: os.session.list.handler(({ context }) =>
        sessions.list().map((session) => ({ ...session, current: session.id === context.session })),
      ),
      revoke: os.session.revoke.handler(({ input }) => {
        sessions.revoke(input.id);
        return {};
      }),
    },
    workspace: {
      about: os.workspace.about.handler(({ context }) => ({
        ...house.about(),
        folder: context.local && context.person.role === 'owner' ? house.folder : null,
      })),
      doctor: os.workspace.doctor.handler(() => house.doctor()),
      backup: os.workspace.backup.handler(({ input, context }) => {
        if (!context.local) throw new AppError('house.localOnly');
        return house.backup(input.to);
      }),
      repair: os.workspace.repair.handler(({ input, context }) => {
        if (!context.local) throw new AppError('house.localOnly');
        return house.repair(input);
      }),
    },
    jobs: {
      list: os.jobs.list.handler(() => house.jobs()),
      cancel: os.jobs.cancel.handler(({ input }) => {
        house.cancelJob(input.id);
        return {};
      }),
    },
    events: os.events.handler(({ lastEventId, signal }) => hub.follow(lastEventId, signal)),
  };
}
