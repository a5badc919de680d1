import { Injectable } from '@nestjs/common';
import { systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { MirrorGate, type MirroredKind } from '#users';

const KEPT_DAYS = 8;

// Clerk's ids say of what they are.
const KIND_OF_ID: Readonly<Record<string, MirroredKind>> = {
  user: 'user',
  orginv: 'invitation',
  org: 'organization',
};

/** What Clerk says of people who were erased, late or once more. */
@Injectable()
export class Returners {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gate: MirrorGate,
  ) {}

  /**
   * Empties deliveries that came, or were replayed, after their person was gone. What is not applied yet waits.
   *
   * @returns how many were emptied
   */
  async emptyLateDeliveries(): Promise<number> {
    return this.unitOfWork.run(systemScope('privacy'), async () => {
      const manager = this.unitOfWork.manager();
      const rows = await manager.query<{ svix_id: string; ids: string[] }[]>(
        `select svix_id, array(select distinct m[1] from regexp_matches(
             coalesce(object_id, '') || ' ' || coalesce(payload::text, ''), '((?:user|orginv|org)_[A-Za-z0-9]+)', 'g') m) as ids
           from webhook_deliveries
          where state <> 'pending' and (payload is not null or object_id is not null)
            and received_at > now() - make_interval(days => $1)`,
        [KEPT_DAYS],
      );
      const known = new Map<string, boolean>();
      const late: string[] = [];
      for (const { svix_id: svixId, ids } of rows) {
        for (const id of ids) {
          if (!known.has(id)) known.set(id, await this.isBuried(id));
          if (known.get(id) === true) late.push(svixId);
        }
      }
      if (late.length > 0) {
        await manager.query(
          'update webhook_deliveries set object_id = null, payload = null, last_error = null where svix_id = any($1)',
          [late],
        );
      }
      return new Set(late).size;
    });
  }

  private async isBuried(clerkId: string): Promise<boolean> {
    const kind = KIND_OF_ID[clerkId.split('_')[0] ?? ''];
    if (kind === undefined || !(await this.gate.isBuried(kind, clerkId))) return false;
    if (kind !== 'organization') return true;
    // One that was only deleted still has its row, and what was said of it stays; an erased one has none.
    const rows = await this.unitOfWork
      .manager()
      .query<unknown[]>('select from organizations where clerk_id = $1', [clerkId]);
    return rows.length === 0;
  }
}
