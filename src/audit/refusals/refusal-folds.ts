import { Injectable } from '@nestjs/common';
import { type Denial, systemScope } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { AuditLog } from '../audit-log.js';
import { actionOfDenial } from './action-of-denial.js';

/** A person's refusals are told apart by place and route up to so many at a time; more than that say only where. */
export const MAX_KINDS_OF_ONE_PERSON = 60;
/** How long refusals of one kind are counted before their row is written. */
export const WINDOW = '1 hour';
/** What stands for the route where refusals on several of them share a row. */
export const SEVERAL_ROUTES = '*';

const AT_ONCE = 500;

interface Fold {
  readonly actor_kind: 'user' | 'service_account';
  readonly actor_id: string;
  readonly impersonator_id: string | null;
  readonly organization_id: string | null;
  readonly property_id: string | null;
  readonly code: string;
  readonly route: string;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly repeats: number;
}

/**
 * Keeps the log from growing with every request of somebody who is refused. The first refusal of a kind (person, place,
 * code, route) is a row of its own, at once; those that follow within the window are counted, and at its end become one
 * row with their number and the moments of the first and the last. Counts are rows of a table: a stop loses none.
 */
@Injectable()
export class RefusalFolds {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Counts a refusal, in the open transaction of the system scope.
   *
   * @returns whether it is the first of its kind, which wants a row of its own
   */
  async count({ actor, organizationId, propertyId, code, route }: Denial): Promise<boolean> {
    const id = newId();
    const [row] = await this.unitOfWork
      .manager()
      .query<{ id: string }[]>(COUNT, [
        id,
        actor.kind === 'user' ? actor.userId : actor.accountId,
        actor.kind === 'user' ? actor.impersonator : null,
        organizationId,
        propertyId,
        code,
        route,
        MAX_KINDS_OF_ONE_PERSON,
        SEVERAL_ROUTES,
        actor.kind,
      ]);
    return row?.id === id;
  }

  /**
   * Writes the rows of all windows that are over.
   *
   * @param commit runs one bite in a transaction of the system scope
   * @returns how many windows were closed, and how many refusals were folded into rows
   */
  async close(
    commit: <T>(work: () => Promise<T>) => Promise<T>,
    signal: AbortSignal,
  ): Promise<{ windows: number; folded: number }> {
    const total = { windows: 0, folded: 0 };
    for (let closed = AT_ONCE; closed === AT_ONCE && !signal.aborted; total.windows += closed) {
      const folds = await commit(() => this.closeSome());
      closed = folds.length;
      total.folded += folds.reduce((sum, { repeats }) => sum + repeats, 0);
    }
    return total;
  }

  /** The same for those who are not a run of the schedule. */
  closeAll(): Promise<{ windows: number; folded: number }> {
    return this.close((work) => this.unitOfWork.run(systemScope('auth'), work), new AbortController().signal);
  }

  private async closeSome(): Promise<Fold[]> {
    const [folds] = await this.unitOfWork.manager().query<[Fold[], number]>(CLOSE, [AT_ONCE]);
    await this.audit.recordAll(
      folds
        .filter(({ repeats }) => repeats > 0)
        .map((fold) => ({
          actor: actorOf(fold),
          action: actionOfDenial({ actor: actorOf(fold), code: fold.code }),
          outcome: 'denied' as const,
          scope: { organizationId: fold.organization_id, propertyId: fold.property_id },
          change: {
            code: fold.code,
            route: fold.route,
            count: fold.repeats,
            firstAt: fold.first_at.toISOString(),
            lastAt: fold.last_at.toISOString(),
          },
        })),
    );
    return folds;
  }
}

function actorOf({ actor_kind: kind, actor_id: id, impersonator_id: impersonator }: Fold): Denial['actor'] {
  if (kind === 'service_account') return { kind, accountId: id, keyId: null, onBehalfOf: null };
  return { kind, userId: id, impersonator, reason: null };
}

const COUNT = `
insert into audit_refusals as known (id, actor_kind, actor_id, impersonator_id, organization_id, property_id, code, route)
select $1::uuid, $10::text, $2::uuid, $3::text, $4::uuid, case when is_full then null else $5::uuid end, $6::text,
       case when is_full then $9::text else $7::text end
  from (select count(*) >= $8::int and not coalesce(bool_or(
                 impersonator_id is not distinct from $3::text and organization_id is not distinct from $4::uuid
                 and property_id is not distinct from $5::uuid and code = $6::text and route = $7::text), false) as is_full
          from audit_refusals where actor_id = $2::uuid) as kinds
on conflict (actor_id, impersonator_id, organization_id, property_id, code, route) do update
  set repeats = known.repeats + 1, last_at = clock_timestamp(),
      first_at = case when known.repeats = 0 then clock_timestamp() else known.first_at end
returning id`;

// A refusal that waits for the row begins a window of its own when this has committed.
const CLOSE = `
delete from audit_refusals where id = any (array(
  select id from audit_refusals where began_at < now() - interval '${WINDOW}' order by began_at limit $1
  for update skip locked))
returning actor_kind, actor_id, impersonator_id, organization_id, property_id, code, route, first_at, last_at, repeats`;
