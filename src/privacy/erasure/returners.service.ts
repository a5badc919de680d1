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
      const since = `received_at > now() - make_interval(days => ${String(KEPT_DAYS)})`;
      const rows = await manager.query<{ id: string }[]>(
        `select distinct s.subject as id from webhook_delivery_subjects s
           join webhook_deliveries d on d.svix_id = s.svix_id and d.${since} where s.subject ~ '^(user|orginv|org)_'
         union
         select object_id from webhook_deliveries where object_id ~ '^(user|orginv|org)_' and ${since}`,
      );
      const gone: string[] = [];
      for (const { id } of rows) if (await this.isBuried(id)) gone.push(id);
      if (gone.length === 0) return 0;
      const theirs = `select svix_id from webhook_deliveries where object_id = any($1::text[])
                      union all select svix_id from webhook_delivery_subjects
                                 where subject = any($1::text[]) and relation = 'owner'`;
      const [, emptied] = await manager.query<[unknown, number]>(
        `update webhook_deliveries set object_id = null, payload = null, last_error = null
          where svix_id in (${theirs}) and state <> 'pending'`,
        [gone],
      );
      // An event that only names one of them is about somebody else, who stays.
      const [, named] = await manager.query<[unknown, number]>(
        `update webhook_deliveries set payload = null, last_error = null
          where svix_id in (select svix_id from webhook_delivery_subjects where subject = any($1::text[]))
            and state <> 'pending'`,
        [gone],
      );
      return emptied + named;
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
