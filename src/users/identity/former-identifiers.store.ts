import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
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
    const { id } = before;
    const gone = NAMES.flatMap(([kind, field]) => {
      const value = before[field];
      return value === null || value === '' || value === after[field] ? [] : [{ kind, value }];
    });
    await this.unitOfWork.manager().query(
      `insert into former_identifiers (user_id, kind, value, held_until)
       select $1, kind, value, $4::timestamptz from unnest($2::text[], $3::text[]) as gone (kind, value)
       union
       select user_id, 'address', email_address, $4::timestamptz from user_email_addresses
        where user_id = $1 and email_address <> all ($5::text[])
       on conflict (user_id, kind, value) do update set held_until = excluded.held_until`,
      [id, gone.map(({ kind }) => kind), gone.map(({ value }) => value), this.clock.now(), addresses],
    );
  }
}
