import { Injectable } from '@nestjs/common';
import { jsonText, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import type { User } from '../user.entity.js';

type Named = Pick<User, 'firstName' | 'lastName' | 'externalId'>;

const NAMES = [
  ['first name', 'firstName'],
  ['last name', 'lastName'],
  ['external id', 'externalId'],
] as const;

/**
 * What a person was called before and which addresses they had. An erasure looks for these too, and who takes an
 * address over is told apart from who had it. Rows of `former_identifiers`, which go with the person.
 */
@Injectable()
export class FormerIdentifiersStore {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Keeps what a new state of the person does not have any more; in the open transaction, before the change. */
  async keep(before: Named & Pick<User, 'id'>, after: Named, addresses: readonly string[]): Promise<void> {
    const gone = NAMES.flatMap(([kind, field]) => {
      const value = before[field];
      return value === null || value === '' || value === after[field] ? [] : [{ kind, value }];
    });
    await this.unitOfWork.gather(this.keepEach, { id: before.id, gone, addresses });
  }

  private readonly keepEach = async (people: readonly Former[]): Promise<void> => {
    await this.unitOfWork.manager().query(KEEP, [jsonText(people), this.clock.now()]);
  };
}

/** What a person does not have any more, and the addresses that they have still. */
interface Former {
  readonly id: string;
  readonly gone: readonly { readonly kind: string; readonly value: string }[];
  readonly addresses: readonly string[];
}

const KEEP = `
  with person as (select * from jsonb_to_recordset($1::jsonb) as person (id uuid, gone jsonb, addresses jsonb))
  insert into former_identifiers (user_id, kind, value, held_until)
  select id, named.kind, named.value, $2::timestamptz
    from person cross join jsonb_to_recordset(gone) as named (kind text, value text)
  union
  select had.user_id, 'address', had.email_address, $2::timestamptz
    from person cross join lateral (select user_id, email_address from user_email_addresses where user_id = person.id) had
   where not addresses ? had.email_address
  on conflict (user_id, kind, value) do update set held_until = excluded.held_until`;
