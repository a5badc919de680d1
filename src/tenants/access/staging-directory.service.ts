import { Injectable } from '@nestjs/common';
import { type StagingDirectory, systemScope } from '#auth';
import { type NamedStatement, UnitOfWork } from '#libs/database';
import type { StagingAccess } from '#settings';

const AUTH = systemScope('auth');

const HAS_PERSON: NamedStatement = {
  name: 'staging list, person',
  text: `select exists (
      select from users u
       where u.clerk_id = $1 and u.deleted_at is null
         and (exists (select from user_email_addresses a
                       where a.user_id = u.id and a.verified and lower(a.email_address) = any ($2::text[]))
           or exists (select from platform_role_grants g where g.user_id = u.id and g.role = any ($3::text[]))
           or exists (select from memberships m join organizations o on o.id = m.organization_id
                       where m.user_id = u.id
                         and (o.clerk_id = any ($4::text[]) or m.role = any ($3::text[]))))
    ) as listed`,
};

const HAS_ORGANIZATION: NamedStatement = {
  name: 'staging list, organization',
  text: 'select exists (select from organizations where id = $1 and clerk_id = any ($2::text[])) as listed',
};

/** Answers from the mirror of Clerk who belongs to what a staging service's list names. */
@Injectable()
export class StagingDirectoryService implements StagingDirectory {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async hasPerson(clerkUserId: string, { addresses, roles, organizations }: StagingAccess): Promise<boolean> {
    const values = [clerkUserId, [...addresses], [...roles], [...organizations]];
    const [row] = await this.unitOfWork.read<{ listed: boolean }>(AUTH, HAS_PERSON, values);
    return row?.listed === true;
  }

  async hasOrganization(organizationId: string, { organizations }: StagingAccess): Promise<boolean> {
    const values = [organizationId, [...organizations]];
    const [row] = await this.unitOfWork.read<{ listed: boolean }>(AUTH, HAS_ORGANIZATION, values);
    return row?.listed === true;
  }
}
