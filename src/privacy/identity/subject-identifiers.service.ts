import { Injectable } from '@nestjs/common';
import { SubjectKeys } from '#audit';
import { UnitOfWork } from '#libs/database';
import type { Successor } from '#tenants';
import { type AddressHold, type AddressHolder, holdsOf, UserLookupService } from '#users';
import { type SubjectIdentifiers, unknownPerson } from '../registry/subject-identifiers.js';
import { type ToldOfPerson, toldOfPerson, together } from './told-of-person.rule.js';
import { conditionOf } from '../registry/sql-of-registry.js';
import { tableDeclarationOf } from '../registry/registry.js';

/** The row of an erasure, as far as it keeps them. */
interface SealedIdentifiers {
  readonly id: string;
  readonly userId: string;
  readonly sealedIdentifiers: string | null;
}

/** An invitation of the person that lies at Clerk, by Clerk's ids. */
export interface SentInvitation {
  readonly organization: string;
  readonly invitation: string;
}

export interface KeptIdentifiers extends SubjectIdentifiers {
  readonly heirs: readonly Successor[];
  readonly invitations: readonly SentInvitation[];
  /** Whether Clerk was asked what else it knows the person by. */
  readonly isToldByClerk: boolean;
}

/** As an erasure that began before 2026-11-27 kept them. */
interface OlderIdentifiers {
  readonly addresses?: readonly string[];
  readonly names?: readonly string[];
}

/** What an erased person is found by; while the erasure runs it is kept under their own key, which goes last. */
@Injectable()
export class SubjectIdentifiersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: SubjectKeys,
    private readonly users: UserLookupService,
  ) {}

  /** From the rows as they are; null when there is no such person. */
  async collect(userId: string): Promise<KeptIdentifiers | null> {
    const user = await this.users.findById(userId);
    if (user === null) return null;
    const former = await this.unitOfWork
      .manager()
      .query<{ kind: string; value: string }[]>(
        'select kind, value from former_identifiers where user_id = $1',
        [userId],
      );
    const formerly = (kind: string) => former.filter((row) => row.kind === kind).map(({ value }) => value);
    const own = await this.addressesOf(userId);
    const told = together([
      {
        addresses: own,
        phones: [],
        externalIds: [user.externalId, ...formerly('external id')],
        userNames: [],
        firstNames: [user.firstName, ...formerly('first name')],
        lastNames: [user.lastName, ...formerly('last name')],
      },
      ...(await this.toldInEvents(user.clerkId)),
    ]);
    const { addresses, ...names } = told;
    const person = { userId, clerkId: user.clerkId, ...names, holds: await this.holds(userId, addresses) };
    const invitations = await this.invitationsOf({ ...person, invitationIds: [] });
    return {
      ...person,
      invitationIds: invitations.map(({ invitation }) => invitation),
      heirs: [],
      invitations,
      isToldByClerk: false,
    };
  }

  /** Adds what Clerk's record of the person says. @param user as Clerk gives it; null where there is none */
  async complete(person: KeptIdentifiers, user: unknown): Promise<KeptIdentifiers> {
    const addresses = person.holds.map(({ address }) => address);
    const { addresses: all, ...names } = together([{ ...person, addresses }, toldOfPerson(user)]);
    const added = all.filter((address) => !addresses.includes(address));
    const holds = [...person.holds, ...(await this.holds(person.userId, added))];
    return { ...person, ...names, holds, isToldByClerk: true };
  }

  async seal(erasureId: string, identifiers: KeptIdentifiers): Promise<string | null> {
    return this.keys.encryptFor(identifiers.userId, JSON.stringify(identifiers), associatedDataOf(erasureId));
  }

  async open({ id, userId, sealedIdentifiers }: SealedIdentifiers): Promise<KeptIdentifiers> {
    const text =
      sealedIdentifiers === null ? null : await this.keys.decrypt(sealedIdentifiers, associatedDataOf(id));
    const nothing = { ...unknownPerson(userId), heirs: [], invitations: [], isToldByClerk: false };
    if (text === null) return nothing;
    const kept = JSON.parse(text) as Partial<KeptIdentifiers> & OlderIdentifiers;
    const { addresses = [], names = [], ...newer } = kept;
    const older: Partial<KeptIdentifiers> = {
      holds: addresses.map((address) => ({ address, after: null, until: null })),
      firstNames: names.slice(0, 1),
      lastNames: names.slice(1),
    };
    const person = { ...nothing, ...older, ...newer };
    return { ...person, holds: person.holds.map(withTimes) };
  }

  private async addressesOf(userId: string): Promise<string[]> {
    const rows = await this.unitOfWork.manager().query<{ address: string }[]>(
      `select email_address as address from user_email_addresses where user_id = $1
       union select email_address from users where id = $1 and email_address is not null
       union select value from former_identifiers where user_id = $1 and kind = 'address'`,
      [userId],
    );
    return rows.map(({ address }) => address);
  }

  /** When each address was theirs; one that is in no row here yet is theirs now. */
  private async holds(userId: string, addresses: readonly string[]): Promise<AddressHold[]> {
    if (addresses.length === 0) return [];
    const holders = await this.unitOfWork.manager().query<AddressHolder[]>(
      `select a.user_id as "userId", a.email_address as address, coalesce(u.deleted_at, u.frozen_at) as until
         from user_email_addresses a join users u on u.id = a.user_id where a.email_address = any($1::text[])
       union all
       select f.user_id, f.value, f.held_until from former_identifiers f
        where f.value = any($1::text[]) and f.kind = 'address'`,
      [addresses],
    );
    const known = new Set(holders.filter((one) => one.userId === userId).map(({ address }) => address));
    const others = addresses.filter((address) => !known.has(address));
    return holdsOf(userId, [...holders, ...others.map((address) => ({ userId, address, until: null }))]);
  }

  /** What Clerk's events of the last week say of the person: names and numbers that are nowhere else. */
  private async toldInEvents(clerkId: string | null): Promise<ToldOfPerson[]> {
    if (clerkId === null) return [];
    const rows = await this.unitOfWork.manager().query<{ payload: unknown }[]>(
      `select payload from webhook_deliveries
        where object_id = $1 and event_type in ('user.created', 'user.updated') and payload is not null`,
      [clerkId],
    );
    return rows.map(({ payload }) => toldOfPerson(payload));
  }

  private async invitationsOf(person: SubjectIdentifiers): Promise<SentInvitation[]> {
    const found: SentInvitation[] = [];
    for (const { path, erasure } of tableDeclarationOf('public.invitations')?.subjects ?? []) {
      if (erasure.does !== 'delete') continue;
      const condition = conditionOf(path, person, new Map());
      if (condition === null) continue;
      const rows = await this.unitOfWork.manager().query<SentInvitation[]>(
        `select distinct o.clerk_id as organization, i.clerk_id as invitation
           from (select organization_id, clerk_id from invitations where ${condition.sql}) i
           join organizations o on o.id = i.organization_id
          where i.clerk_id is not null and o.clerk_id is not null`,
        [condition.parameter],
      );
      found.push(...rows.filter((row) => !found.some(({ invitation }) => invitation === row.invitation)));
    }
    return found;
  }
}

/** JSON knows no times. */
function withTimes({ address, after, until }: AddressHold): AddressHold {
  return { address, after: timeOf(after), until: timeOf(until) };
}

const timeOf = (time: Date | string | null): Date | null => (time === null ? null : new Date(time));

/** As declared in `privacy.tables.ts`. */
function associatedDataOf(erasureId: string): string {
  return `privacy_erasures/${erasureId}/particulars`;
}
