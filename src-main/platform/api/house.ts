/** @file The house itself: session, workspace, jobs, events. */
import type { About, Diagnosis, Job } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { diagnose, type Patient } from '../doctor/index.ts';
import { nativePartsJob } from '../doctor/jobs.ts';
import type { Pool } from '../pool/index.ts';
import { backUpWorkspace, repairFrom, type BackupResult, type Repaired, type Store } from '../store/index.ts';
import type { EventHub } from './events.ts';
import { os } from './implement.ts';
import type { Sessions } from './sessions.ts';

export interface HouseParts extends Pick<Patient, 'namedBlobs' | 'badSamples' | 'providers'> {
  readonly store: Store;
  readonly pool: Pool;
  readonly sessions: Sessions;
  readonly hub: EventHub;
  about(): Omit<About, 'folder'>;
}

interface House extends Pick<HouseParts, 'sessions' | 'hub' | 'about'> {
  /** The workspace folder. */
  readonly folder: string;
  doctor(): Promise<Diagnosis>;
  backup(to: string): Promise<BackupResult>;
  repair(input: { from: string | null; accept: boolean }): Promise<Repaired>;
  jobs(): Job[];
  cancelJob(id: string): void;
}

/** What no room is for: who is signed in, the workspace as a whole, jobs and events. */
export function createHouse({ store, pool, sessions, hub, about, ...checks }: HouseParts) {
  const nativeParts = () =>
    pool.run(nativePartsJob, {
      spec: null,
      kind: 'preview',
      title: 'doctor',
      unit: 'parts',
      hidden: true,
    }).result;
  const house: House = {
    sessions,
    hub,
    about,
    folder: store.folder,
    doctor: () => diagnose({ store, nativeParts, ...checks }),
    backup: (to) => backUpWorkspace(store, to),
    async repair({ from, accept }) {
      const none = { files: 0, rows: 0 };
      const repaired = from === null ? none : await repairFrom(store, { from, named: checks.namedBlobs() });
      if (accept) store.acceptDamage();
      return repaired;
    },
    jobs: pool.jobs,
    cancelJob: pool.cancel,
  };
  return { procedures: () => houseRouter(house) };
}

function houseRouter(house: House) {
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
