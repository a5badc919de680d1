import { Injectable } from '@nestjs/common';
import { BUILT_IN_MODEL, type Caller } from '#auth';
import { prepareSubject } from '#libs/authz';
import { Environment } from '#settings';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { ErasuresService } from '../erasure/erasures.service.js';
import { PRIVACY } from '../privacy.scope.js';

const AT_ONCE = 200;
/** The rest is the next night's: each takes several statements, and the run has a time limit. */
const MAX_IN_A_RUN = 1_000;
const DAY_MS = 86_400_000;

/** What stands in the audit log for who asked: the person, by ending the account. */
const REASON = 'The account has ended at Clerk';

/**
 * Erases what is left of people whose account at Clerk has ended (Art. 5(1)(e) GDPR): most data is kept as long as the
 * account, and without this it would stay with a row that says "deleted". A hold blocks such an erasure like any other.
 */
@Injectable()
export class EndedAccountsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly erasures: ErasuresService,
    private readonly environment: Environment,
    private readonly clock: Clock,
  ) {}

  /** @returns for how many an erasure was filed */
  async erase(signal: AbortSignal): Promise<number> {
    const before = new Date(this.clock.nowMs() - this.environment.accountRetentionDays * DAY_MS);
    let filed = 0;
    for (let count = AT_ONCE; count === AT_ONCE && filed < MAX_IN_A_RUN && !signal.aborted; filed += count)
      count = await this.eraseSome(before, signal);
    return filed;
  }

  /** An erasure that was filed keeps its person out of the next bite. */
  private async eraseSome(before: Date, signal: AbortSignal): Promise<number> {
    const people = await this.unitOfWork.run(PRIVACY, () =>
      this.unitOfWork.manager().query<{ id: string; clerkId: string | null }[]>(
        // Asked person by person along the index: as a join, a planner that thinks of a single row reads all erasures for each.
        `select person.id, person.clerk_id as "clerkId" from users person
          where person.deleted_at < $1 and not (select exists (
            select from privacy_erasures erasure where erasure.user_id = person.id and erasure.status <> 'cancelled'))
          order by person.deleted_at limit ${String(AT_ONCE)}`,
        [before],
      ),
    );
    let filed = 0;
    for (const { id, clerkId } of people) {
      if (signal.aborted) break;
      await this.erasures.request(asThemselves(id, clerkId), {
        userId: id,
        reason: REASON,
        gracePeriodDays: 0,
      });
      filed += 1;
    }
    return filed;
  }
}

/** The person, with no right but those over their own data. */
function asThemselves(userId: string, clerkId: string | null): Caller {
  return {
    kind: 'user',
    userId,
    clerkUserId: clerkId ?? '',
    sessionId: '',
    impersonator: null,
    accessReason: REASON,
    subject: prepareSubject(BUILT_IN_MODEL.roles, []),
    model: BUILT_IN_MODEL,
    signIn: null,
    platformFaults: [],
  };
}
