/** @file All workers together: what they hold may not leave the machine unusable, however each keeps its own budget. */
import { AppError } from '../../../src-shared/platform/errors.ts';
import { bytesInWords } from './words.ts';

export interface Member {
  readonly name: string;
  /** Ends its process for this reason. */
  leave(reason: AppError): void;
}

export interface Crowd {
  /** What a member holds now; where all together hold too much, one of them has to leave. */
  tell(member: Member, bytes: number): void;
  forget(member: Member): void;
}

/** @param limitBytes resident memory of all workers together */
export function createCrowd(limitBytes: number): Crowd {
  /** In the order they came. */
  const members = new Map<Member, number>();
  const leaving = new Set<Member>();

  /** The last to come of those that hold much: half of an equal part, for who came last may still be growing. */
  function oneTooMany(): Member | undefined {
    const much = limitBytes / members.size / 2;
    return [...members].findLast(([, bytes]) => bytes >= much)?.[0];
  }

  return {
    tell(member, bytes) {
      members.set(member, bytes);
      const together = [...members.values()].reduce((sum, one) => sum + one, 0);
      // One who is on the way out makes room in a moment.
      if (together <= limitBytes || leaving.size > 0) return;
      const last = oneTooMany();
      if (!last) return;
      leaving.add(last);
      last.leave(
        new AppError('workers.together', {
          job: last.name,
          used: bytesInWords(members.get(last) ?? 0),
          together: bytesInWords(together),
          limit: bytesInWords(limitBytes),
        }),
      );
    },
    forget(member) {
      members.delete(member);
      leaving.delete(member);
    },
  };
}
