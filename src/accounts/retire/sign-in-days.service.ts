import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { ACCOUNTS } from '../accounts.scope.js';

/** Sign-ins of one day, in UTC. */
export interface SignInDay {
  /** `2026-11-29` */
  readonly day: string;
  /** By a password of the older system: of people who were not at Clerk yet. */
  readonly withoutClerkId: number;
  readonly withClerkId: number;
}

/** Counts sign-ins by whether the person was at Clerk; a day's numbers say nothing of anybody. */
@Injectable()
export class SignInDaysService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Notes one sign-in that succeeded; joins an open transaction of this module. */
  async count(path: 'without_clerk_id' | 'with_clerk_id'): Promise<void> {
    const isOld = path === 'without_clerk_id';
    await this.unitOfWork.run(ACCOUNTS, () =>
      this.unitOfWork.manager().query(
        `insert into account_sign_in_days as held (day, without_clerk_id, with_clerk_id) values ($1, $2, $3)
           on conflict (day) do update set without_clerk_id = held.without_clerk_id + excluded.without_clerk_id,
             with_clerk_id = held.with_clerk_id + excluded.with_clerk_id`,
        [this.clock.now().toISOString().slice(0, 10), isOld ? 1 : 0, isOld ? 0 : 1],
      ),
    );
  }

  /** The latest days on which somebody signed in, newest first. */
  async list(limit: number): Promise<SignInDay[]> {
    return this.unitOfWork.run(ACCOUNTS, () =>
      this.unitOfWork.manager().query(
        `select to_char(day, 'YYYY-MM-DD') as day, without_clerk_id as "withoutClerkId", with_clerk_id as "withClerkId"
           from account_sign_in_days order by account_sign_in_days.day desc limit $1`,
        [limit],
      ),
    );
  }

  /** The last day on which somebody came without a Clerk id; null: none was counted. */
  async lastWithout(): Promise<string | null> {
    const [row] = await this.unitOfWork.run(ACCOUNTS, () =>
      this.unitOfWork
        .manager()
        .query<{ day: string | null }[]>(
          `select to_char(max(day), 'YYYY-MM-DD') as day from account_sign_in_days where without_clerk_id > 0`,
        ),
    );
    return row?.day ?? null;
  }
}
