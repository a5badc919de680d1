import { Injectable } from '@nestjs/common';
import { type Revocations, type RevocationSource, systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';

/** A token lives ten minutes at most; a minute more on each side for clocks that differ by the most that may be set. */
const MEMORY = '12 minutes';

/** Sessions that ended and people who were banned, deleted or signed out within the life of a token. */
@Injectable()
export class RecentRevocationsService implements RevocationSource {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async listRecent(): Promise<Revocations> {
    return this.unitOfWork.run(systemScope('auth'), async () => {
      const manager = this.unitOfWork.manager();
      const sessions = await manager.query<{ clerk_id: string }[]>(
        `select clerk_id from user_sessions where ended_at > now() - $1::interval`,
        [MEMORY],
      );
      const people = await manager.query<{ clerk_id: string; before: Date | null }[]>(
        `select clerk_id, sessions_invalid_before as before from users
           where clerk_id is not null and sessions_invalid_before > now() - $1::interval
         union all
         select clerk_id, null from users where clerk_id is not null and not can_act and updated_at > now() - $1::interval`,
        [MEMORY],
      );
      const renewed = await manager.query<{ clerk_id: string }[]>(
        `select s.clerk_id from user_sessions s join users u on u.id = s.user_id
          where u.sessions_invalid_before > now() - $1::interval and u.can_act and s.ended_at is null
            and s.created_at > u.sessions_invalid_before`,
        [MEMORY],
      );
      const byPerson = new Map<string, number>();
      for (const { clerk_id: id, before } of people) {
        byPerson.set(id, Math.max(byPerson.get(id) ?? 0, before?.getTime() ?? Infinity));
      }
      return {
        sessions: new Set(sessions.map(({ clerk_id }) => clerk_id)),
        people: byPerson,
        renewed: new Set(renewed.map(({ clerk_id }) => clerk_id)),
      };
    });
  }
}
