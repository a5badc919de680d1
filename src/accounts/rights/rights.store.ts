import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import type { AccountState } from '../legacy/legacy-account.js';
import { type LegacyRight, RIGHT_COLUMNS } from './legacy-right.js';
import type { RightKind, RightRecord } from './right-record.js';

/** A checked row as it goes into the table. */
export interface NewRight extends RightRecord {
  readonly id: string;
  readonly kind: RightKind;
  readonly accountId: string | null;
}

const FROM = 'from legacy_rights r left join legacy_accounts a on a.id = r.account_id';

/** Rows of `legacy_rights`; all in the open transaction. */
@Injectable()
export class RightsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The accounts of people, by their id in the older system. */
  async accountsOf(legacyIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.unitOfWork
      .manager()
      .query<{ id: string; legacyId: string }[]>(
        'select id, legacy_id as "legacyId" from legacy_accounts where legacy_id = any ($1)',
        [legacyIds],
      );
    return new Map(rows.map(({ id, legacyId }) => [legacyId, id]));
  }

  /** Organizations of earlier files: whether they are made by now, by what the file calls them. */
  async organizationsOf(names: readonly string[]): Promise<Map<string, string | null>> {
    const rows = await this.unitOfWork.manager().query<{ organization: string; id: string | null }[]>(
      `select organization, organization_id as id from legacy_rights
          where kind = 'organization' and organization = any ($1) and state <> 'undone'`,
      [names],
    );
    return new Map(rows.map(({ organization, id }) => [organization, id]));
  }

  /**
   * Adds what is not there yet; what failed or was taken back waits again.
   *
   * @returns the lines that were taken up: rows that are there and on their way are left out
   */
  async put(loadId: string, rows: readonly NewRight[], now: Date): Promise<Set<number>> {
    const put = await this.unitOfWork.manager().query<{ line: number }[]>(
      `insert into legacy_rights as r (id, kind, organization, property, account_id, role, name, slug, timezone, expires_at,
           state, load_id, loaded_line, loaded_at, updated_at)
         select id, kind, organization, property, "accountId", role, name, slug, timezone, "expiresAt", 'pending', $2, line,
             $3, $3
           from jsonb_to_recordset($1::jsonb) as row(id uuid, kind text, organization text, property text, "accountId" uuid,
             role text, name text, slug text, timezone text, "expiresAt" timestamptz, line integer)
         on conflict (kind, organization, property, account_id, role) do update
           set state = 'pending', error = null, import_id = null, name = excluded.name, slug = excluded.slug,
               timezone = excluded.timezone, expires_at = excluded.expires_at, load_id = excluded.load_id,
               loaded_line = excluded.loaded_line, updated_at = excluded.updated_at
           where r.state in ('failed', 'undone')
         returning loaded_line as line`,
      [JSON.stringify(rows), loadId, now],
    );
    return new Set(put.map(({ line }) => line));
  }

  /** Which of these lines say what another line of the same file has said. */
  async repeatedIn(loadId: string, rows: readonly NewRight[]): Promise<Set<number>> {
    if (rows.length === 0) return new Set();
    const repeated = await this.unitOfWork.manager().query<{ line: number }[]>(
      `select row.line
         from jsonb_to_recordset($1::jsonb) as row(kind text, organization text, property text, "accountId" uuid,
           role text, line integer)
         join legacy_rights r on r.kind = row.kind and r.organization = row.organization
          and r.property is not distinct from row.property and r.account_id is not distinct from row."accountId"
          and r.role is not distinct from row.role
        where r.load_id = $2 and r.loaded_line <> row.line`,
      [JSON.stringify(rows), loadId],
    );
    return new Set(repeated.map(({ line }) => line));
  }

  /** Rows of one kind and state behind an id, in order of their ids. */
  async listByState(
    kind: RightKind,
    state: AccountState,
    after: string | null,
    limit: number,
  ): Promise<LegacyRight[]> {
    return this.unitOfWork.manager().query<LegacyRight[]>(
      `select ${RIGHT_COLUMNS} ${FROM}
        where r.kind = $1 and r.state = $2 and ($3::uuid is null or r.id > $3) order by r.id limit $4`,
      [kind, state, after, limit],
    );
  }

  /** Whether a file gives somebody something that waits. */
  async awaits(accountId: string): Promise<boolean> {
    const rows = await this.unitOfWork
      .manager()
      .query<unknown[]>(
        `select from legacy_rights where account_id = $1 and state in ('pending', 'creating') limit 1`,
        [accountId],
      );
    return rows.length === 1;
  }

  /**
   * Rows of one kind that can be given by now in the organizations of one person: places, and whatever is for people who
   * are at Clerk, in organizations that do not wait themselves; behind an id, in order of their ids.
   */
  async listReadyFor(
    accountId: string,
    kind: RightKind,
    after: string | null,
    limit: number,
  ): Promise<LegacyRight[]> {
    return this.unitOfWork.manager().query<LegacyRight[]>(
      `select ${RIGHT_COLUMNS} ${FROM}
        where r.kind = $2 and r.state in ('pending', 'creating') and ($3::uuid is null or r.id > $3)
          and r.organization in (select organization from legacy_rights where account_id = $1)
          and (r.account_id is null or a.state in ('created', 'matched'))
          and (r.kind = 'organization' or not exists (select from legacy_rights o
                where o.kind = 'organization' and o.organization = r.organization
                  and o.state in ('pending', 'creating')))
        order by r.id limit $4`,
      [accountId, kind, after, limit],
    );
  }

  /** What one run made or found, behind an id. */
  async listOfRun(
    importId: string,
    { kind, state }: { kind: RightKind; state: 'created' | 'matched' },
    after: string | null,
    limit: number,
  ): Promise<LegacyRight[]> {
    return this.unitOfWork.manager().query<LegacyRight[]>(
      `select ${RIGHT_COLUMNS} ${FROM}
        where r.import_id = $1 and r.kind = $2 and r.state = $3 and ($4::uuid is null or r.id > $4)
        order by r.id limit $5`,
      [importId, kind, state, after, limit],
    );
  }

  /** What became of an organization that a file declares; null where none does. */
  async stateOfOrganization(
    organization: string,
  ): Promise<{ state: AccountState; organizationId: string | null } | null> {
    const [row] = await this.unitOfWork
      .manager()
      .query<{ state: AccountState; organizationId: string | null }[]>(
        `select state, case when state in ('created', 'matched') then organization_id end as "organizationId"
         from legacy_rights where kind = 'organization' and organization = $1`,
        [organization],
      );
    return row ?? null;
  }

  /** Owners of an organization of the file, the first line first. */
  async ownersOf(
    organization: string,
    role: string,
  ): Promise<{ accountId: string; clerkId: string | null; state: AccountState }[]> {
    return this.unitOfWork.manager().query(
      `select a.id as "accountId", a.clerk_id as "clerkId", a.state
         from legacy_rights r join legacy_accounts a on a.id = r.account_id
        where r.kind = 'membership' and r.organization = $1 and r.role = $2 and r.state <> 'undone'
        order by r.loaded_line, r.id`,
      [organization, role],
    );
  }

  /** Clerk's ids of those whom one run put into an organization. */
  async peopleOf(importId: string, organizationId: string): Promise<string[]> {
    const rows = await this.unitOfWork.manager().query<{ id: string }[]>(
      `select a.clerk_id as id from legacy_rights r join legacy_accounts a on a.id = r.account_id
        where r.import_id = $1 and r.organization_id = $2 and r.kind = 'membership' and r.state in ('created', 'matched')
          and a.clerk_id is not null`,
      [importId, organizationId],
    );
    return rows.map(({ id }) => id);
  }

  /** Takes one for a run, before anything is made. @returns when it was begun first; null when it does not wait */
  async claim(
    id: string,
    {
      importId,
      ownerAccountId,
      propertyId,
    }: {
      importId: string;
      ownerAccountId?: string;
      propertyId?: string;
    },
    now: Date,
  ): Promise<Date | null> {
    const [rows] = await this.unitOfWork.manager().query<[{ begunAt: Date }[], number]>(
      `update legacy_rights
          set begun_at = case state when 'creating' then begun_at else $3 end, state = 'creating', error = null,
              import_id = $2, owner_account_id = coalesce($4, owner_account_id), property_id = coalesce($5, property_id),
              updated_at = $3
        where id = $1 and state in ('pending', 'creating') returning begun_at as "begunAt"`,
      [id, importId, now, ownerAccountId ?? null, propertyId ?? null],
    );
    return rows[0]?.begunAt ?? null;
  }

  /** Notes what came of one. @param error a word */
  async settle(
    id: string,
    state: 'created' | 'matched' | 'failed' | 'undone',
    {
      importId = null,
      error = null,
      organizationId = null,
      propertyId = null,
      userId = null,
      givenAt = null,
    }: {
      importId?: string | null;
      error?: string | null;
      organizationId?: string | null;
      propertyId?: string | null;
      userId?: string | null;
      givenAt?: Date | null;
    },
    now: Date,
  ): Promise<void> {
    await this.unitOfWork.manager().query(
      `update legacy_rights
          set state = $2, error = $3, import_id = coalesce($4, import_id), organization_id = coalesce($5, organization_id),
              property_id = coalesce($6, property_id), user_id = coalesce($7, user_id), given_at = $8, updated_at = $9
        where id = $1`,
      [id, state, error, importId, organizationId, propertyId, userId, givenAt, now],
    );
  }

  /** How many rows are where. */
  async counts(): Promise<{ kind: RightKind; state: AccountState; count: number }[]> {
    return this.unitOfWork
      .manager()
      .query(
        `select kind, state, count(*)::int as count from legacy_rights group by kind, state order by kind, state`,
      );
  }

  /** What one run could not give, by line; the first thousand. */
  async failuresOf(importId: string): Promise<{ line: number; error: string }[]> {
    return this.unitOfWork.manager().query(
      `select loaded_line as line, error from legacy_rights
        where import_id = $1 and state = 'failed' order by loaded_line limit 1000`,
      [importId],
    );
  }
}
