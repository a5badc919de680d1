import type { ControlState } from '@tenantry/clerk-emulator';
import type { TestDatabase } from '../support/test-database.js';

type Row = Record<string, unknown>;
type Table = Map<string, Row>;

/**
 * Where mirror and Clerk differ, field by field, in sentences; an empty list is what every test wants to see.
 */
export async function findDifferences(
  clerk: ControlState,
  database: Pick<TestDatabase, 'query'>,
): Promise<string[]> {
  const mirrored = await readMirror(database);
  const told = readClerk(clerk);
  return (Object.keys(told) as (keyof typeof told)[]).flatMap((kind) =>
    compare(kind, told[kind], mirrored[kind]),
  );
}

function compare(kind: string, told: Table, mirrored: Table): string[] {
  const found: string[] = [];
  for (const [id, row] of told) {
    const ours = mirrored.get(id);
    if (ours === undefined) found.push(`${kind} ${id} is missing here`);
    else {
      for (const [field, value] of Object.entries(row)) {
        if (JSON.stringify(value) === JSON.stringify(ours[field])) continue;
        found.push(
          `${kind} ${id}.${field}: Clerk ${JSON.stringify(value)}, here ${JSON.stringify(ours[field])}`,
        );
      }
    }
  }
  for (const id of mirrored.keys()) {
    if (!told.has(id)) found.push(`${kind} ${id} is here and not at Clerk`);
  }
  return found;
}

function readClerk(clerk: ControlState) {
  const json = <T>(list: unknown) => list as T[];
  const users = json<{
    id: string;
    first_name: string | null;
    last_name: string | null;
    external_id: string | null;
    banned: boolean;
    primary_email_address_id: string | null;
    email_addresses: { id: string; email_address: string; verification: { status: string } | null }[];
  }>(clerk.users);
  const organizations = json<{ id: string; name: string; slug: string }>(clerk.organizations);
  const memberships = json<{
    id: string;
    role: string;
    organization: { id: string };
    public_user_data: { user_id: string };
  }>(clerk.organizationMemberships);
  const invitations = json<{ id: string; status: string; email_address: string }>(
    clerk.organizationInvitations,
  );
  return {
    user: new Map(
      users.map((user) => [
        user.id,
        {
          firstName: user.first_name,
          lastName: user.last_name,
          externalId: user.external_id,
          banned: user.banned,
          email:
            user.email_addresses.find(({ id }) => id === user.primary_email_address_id)?.email_address ??
            null,
          verified: user.email_addresses
            .filter(({ verification }) => verification?.status === 'verified')
            .map(({ email_address }) => email_address)
            .sort(),
        },
      ]),
    ) as Table,
    organization: new Map(organizations.map(({ id, name, slug }) => [id, { name, slug }])) as Table,
    membership: new Map(
      memberships.map(({ id, role, organization, public_user_data }) => [
        id,
        { role, organization: organization.id, user: public_user_data.user_id },
      ]),
    ) as Table,
    invitation: new Map(
      invitations.map(({ id, status, email_address }) => [id, { status, email: email_address }]),
    ) as Table,
  };
}

async function readMirror(database: Pick<TestDatabase, 'query'>) {
  const read = async (sql: string): Promise<Table> => {
    const rows = await database.query<Row & { id: string }>(sql);
    return new Map(rows.map(({ id, ...row }) => [id, row]));
  };
  return {
    user: await read(
      `select clerk_id as id, first_name as "firstName", last_name as "lastName", external_id as "externalId", banned,
              email_address as email,
              array(select a.email_address from user_email_addresses a where a.user_id = users.id and a.verified
                    order by 1) as verified
         from users where deleted_at is null and clerk_id is not null`,
    ),
    organization: await read(
      `select clerk_id as id, name, slug from organizations where status <> 'deleted' and clerk_id is not null`,
    ),
    membership: await read(
      `select m.clerk_id as id, m.role, o.clerk_id as organization, u.clerk_id as "user"
         from memberships m join organizations o on o.id = m.organization_id join users u on u.id = m.user_id
        where o.status <> 'deleted' and m.clerk_id is not null`,
    ),
    invitation: await read(
      `select i.clerk_id as id, i.status, i.email_address as email
         from invitations i join organizations o on o.id = i.organization_id
        where o.status <> 'deleted' and i.clerk_id is not null`,
    ),
  };
}
