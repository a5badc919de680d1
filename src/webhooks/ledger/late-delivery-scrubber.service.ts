import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { TombstoneLookupService, type MirroredKind } from '#users';
import { WEBHOOKS } from '../webhooks.scope.js';

const KEPT_DAYS = 8;

// Clerk's ids say of what they are.
const KIND_OF_ID: Readonly<Record<string, MirroredKind>> = {
  user: 'user',
  orginv: 'invitation',
  org: 'organization',
};

/** Where a delivery stands among those of the last days; the moment as Postgres writes it, which loses nothing. */
interface Key {
  readonly at: string;
  readonly id: string;
}

const EMPTY_THEIRS = `
update webhook_deliveries set object_id = null, payload = null, last_error = null
where svix_id in (
    select svix_id from webhook_deliveries where object_id = any($1::text[])
    union all select svix_id from webhook_delivery_subjects where subject = any($1::text[]) and relation = 'owner')
  and state <> 'pending'`;

// An event that only names one of them is about somebody else, who stays.
const EMPTY_NAMED = `
update webhook_deliveries set payload = null, last_error = null
where svix_id in (select svix_id from webhook_delivery_subjects where subject = any($1::text[]))
  and state <> 'pending'`;

const FIRST: Key = { at: '-infinity', id: '' };

/** What Clerk says of people who were erased, late or once more. */
@Injectable()
export class LateDeliveryScrubberService {
  /** Deliveries that one transaction goes through. */
  readonly atOnce: number = 2_000;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tombstones: TombstoneLookupService,
  ) {}

  /**
   * Empties deliveries that came, or were replayed, after their person was gone. What is not applied yet waits. Goes
   * through the deliveries of the last days by thousands, in short transactions.
   *
   * @param signal ends it between two of them
   * @returns how many were emptied
   */
  async emptyLateDeliveries(signal?: AbortSignal): Promise<number> {
    const gone: string[] = [];
    for (let after: Key | null = FIRST; after !== null;) {
      if (signal?.aborted === true) return 0;
      const from: Key = after;
      const found = await this.unitOfWork.run(WEBHOOKS, () => this.listSome(from));
      gone.push(...found.gone);
      after = found.last;
    }
    let emptied = 0;
    // Whose a delivery is goes with its payload, so all that is theirs is emptied before what only names them.
    for (const statement of [EMPTY_THEIRS, EMPTY_NAMED]) {
      for (let done = 0; done < gone.length; done += this.atOnce) {
        const some = gone.slice(done, done + this.atOnce);
        const [, count] = await this.unitOfWork.run(WEBHOOKS, () =>
          this.unitOfWork.manager().query<[unknown, number]>(statement, [some]),
        );
        emptied += count;
      }
    }
    return emptied;
  }

  /** What some deliveries are about that is gone. */
  private async listSome(after: Key): Promise<{ gone: string[]; last: Key | null }> {
    const deliveries = await this.unitOfWork
      .manager()
      .query<{ id: string; at: string; object: string | null }[]>(
        `select svix_id as id, received_at::text as at, object_id as object from webhook_deliveries
          where received_at > now() - make_interval(days => ${String(KEPT_DAYS)}) and state <> 'pending'
            and received_at >= $1::timestamptz and (received_at, svix_id) > ($1::timestamptz, $2)
          order by received_at, svix_id limit $3`,
        [after.at, after.id, this.atOnce],
      );
    const subjects = await this.unitOfWork.manager().query<{ subject: string }[]>(
      // One by one along the key: row-level security has the planner think of a single row.
      `select distinct subject from unnest($1::text[]) as known (id)
         cross join lateral (select subject from webhook_delivery_subjects where svix_id = known.id offset 0) told`,
      [deliveries.map(({ id }) => id)],
    );
    const named = [
      ...deliveries.flatMap(({ object }) => object ?? []),
      ...subjects.map(({ subject }) => subject),
    ];
    const last = deliveries.length < this.atOnce ? null : (deliveries.at(-1) ?? null);
    return { gone: await this.listGone([...new Set(named)]), last };
  }

  /** Those of Clerk's ids whose person, invitation or organization was erased. */
  private async listGone(clerkIds: readonly string[]): Promise<string[]> {
    const gone: string[] = [];
    for (const [prefix, kind] of Object.entries(KIND_OF_ID)) {
      const tombstoned = await this.tombstones.amongThousands(
        kind,
        clerkIds.filter((id) => id.startsWith(`${prefix}_`)),
      );
      gone.push(...(kind === 'organization' ? await this.withoutRow(tombstoned) : tombstoned));
    }
    return gone;
  }

  /** One that was only deleted still has its row, and what was said of it stays; an erased one has none. */
  private async withoutRow(organizations: readonly string[]): Promise<string[]> {
    if (organizations.length === 0) return [];
    const rows = await this.unitOfWork
      .manager()
      .query<{ clerk_id: string }[]>('select clerk_id from organizations where clerk_id = any ($1::text[])', [
        organizations,
      ]);
    const here = new Set(rows.map(({ clerk_id: id }) => id));
    return organizations.filter((id) => !here.has(id));
  }
}
