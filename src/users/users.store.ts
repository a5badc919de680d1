import { Injectable } from '@nestjs/common';
import { exactlyOne, jsonText, TableStatements, UnitOfWork } from '#libs/database';
import { mirroredEmail } from '#libs/email';
import type { UserEmailAddress } from './user-email-address.entity.js';
import { User } from './user.entity.js';

const SEARCHED = ['folded_email_address', 'folded_first_name', 'folded_last_name'];
/** Sorts behind every character that anybody has in a name. */
const LAST_CHARACTER = '\u{10FFFF}';

const STATEMENTS = new TableStatements(User);
// Rows that lean on it may be added meanwhile.
const LOCK_BY_CLERK_ID = STATEMENTS.lookup({ clerk_id: 'text' }, 'for no key update');

/**
 * Rows of `users` as this module alone handles them: locked, written and searched. Works in whatever scope is open, and
 * row-level security decides which rows there are. Others find people by {@link UserLookupService}.
 */
@Injectable()
export class UsersStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** As it is once everybody who is changing it has ended; it stays so until the open transaction ends. */
  async lock(id: string): Promise<User | null> {
    return this.users().findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Held until the transaction ends, so that nothing changes between what is read and what is written by it. */
  async lockByClerkId(clerkId: string): Promise<User | null> {
    const [user] = await this.unitOfWork.lookUp(LOCK_BY_CLERK_ID, clerkId);
    return user ?? null;
  }

  async insert(user: User): Promise<void> {
    await this.unitOfWork.gather(this.insertEach, user);
  }

  private readonly insertEach = async (people: readonly User[]): Promise<void> => {
    await this.unitOfWork.manager().query(INSERT_PEOPLE, [jsonText(people)]);
  };

  /** Which of the Clerk ids have a row, deleted people among them. */
  async clerkIdsAmong(clerkIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.unitOfWork
      .manager()
      .query<{ id: string }[]>('select clerk_id as id from users where clerk_id = any ($1)', [clerkIds]);
    return new Set(rows.map(({ id }) => id));
  }

  /** Adds people who have no row yet, each with their addresses. */
  async insertAll(
    people: readonly { user: User; addresses: Omit<UserEmailAddress, 'userId'>[] }[],
  ): Promise<void> {
    if (people.length === 0) return;
    const manager = this.unitOfWork.manager();
    await manager.query(INSERT_PEOPLE, [jsonText(people.map(({ user }) => user))]);
    const addresses = people.flatMap(({ user, addresses: own }) =>
      own.map((address) => ({ userId: user.id, ...address })),
    );
    await manager.query(INSERT_ADDRESSES, [jsonText(addresses)]);
  }

  async update(id: string, change: Partial<Omit<User, 'id'>>): Promise<void> {
    const { text, values } = STATEMENTS.updateById(id, change);
    const [, count] = await this.unitOfWork.manager().query<[unknown[], number]>(text, values);
    exactlyOne(count, 'update of a user');
  }

  /** Brings the row of a person to another state that Clerk told of. */
  async mirror(id: string, state: MirroredState): Promise<void> {
    await this.unitOfWork.gather(this.mirrorEach, { id, ...state });
  }

  private readonly mirrorEach = async (
    people: readonly (MirroredState & Pick<User, 'id'>)[],
  ): Promise<void> => {
    const [, count] = await this.unitOfWork
      .manager()
      .query<[unknown[], number]>(MIRROR_PEOPLE, [jsonText(people)]);
    if (count !== people.length) throw new Error(`updates of users: ${people.length} asked, ${count} done`);
  };

  /**
   * From now on (the database's clock) refuses every token issued before and every session that began before, until
   * Clerk has ended them.
   */
  async signOut(id: string): Promise<void> {
    const rows = await this.unitOfWork.manager().query<[unknown[], number]>(
      `update users set sessions_invalid_before = clock_timestamp(), sign_out_pending = clerk_id is not null
        where id = $1`,
      [id],
    );
    exactlyOne(rows[1], 'sign-out of a user');
    await this.unitOfWork.manager().query(
      `update user_sessions s set status = 'revoked', ended_at = u.sessions_invalid_before
         from users u
        where u.id = s.user_id and s.user_id = $1 and s.ended_at is null
          and s.created_at <= u.sessions_invalid_before`,
      [id],
    );
  }

  /** Replaces all addresses of a person. */
  async setEmailAddresses(userId: string, addresses: Omit<UserEmailAddress, 'userId'>[]): Promise<void> {
    await this.unitOfWork.gather(this.setEachAddresses, { userId, addresses });
  }

  private readonly setEachAddresses = async (people: readonly WithAddresses[]): Promise<void> => {
    await this.unitOfWork.manager().query(SET_ADDRESSES, [jsonText(people)]);
  };

  /**
   * People by the beginning of name or address, newest first.
   *
   * @param before the last id of the page before
   */
  async search(wanted: { text: string | null; before: string | null; limit: number }): Promise<User[]> {
    const query = this.users().createQueryBuilder('person').orderBy('person.id', 'DESC').take(wanted.limit);
    if (wanted.before !== null) query.andWhere('person.id < :before', { before: wanted.before });
    if (wanted.text !== null) {
      // Ranges and no patterns: only those go through an index under row-level security.
      const begins = SEARCHED.map((column) => `(person.${column} >= :from and person.${column} < :to)`);
      const from = foldedSearch(wanted.text);
      query.andWhere(`(${begins.join(' or ')})`, { from, to: `${from}${LAST_CHARACTER}` });
    }
    return query.getMany();
  }

  private users() {
    return this.unitOfWork.manager().getRepository(User);
  }
}

// One parameter for any number of rows: an ORM's statement with one for each value takes longer to make than to run.
const INSERT_PEOPLE = `
  insert into users (id, clerk_id, external_id, email_address, first_name, last_name, banned, two_factor_enabled, created_at,
                     updated_at, ban_pending, sign_out_pending, source_updated_at, source_event_at)
  select * from jsonb_to_recordset($1::jsonb) as person (
    id uuid, "clerkId" text, "externalId" text, "emailAddress" text, "firstName" text, "lastName" text, banned boolean,
    "twoFactorEnabled" boolean, "createdAt" timestamptz, "updatedAt" timestamptz, "banPending" boolean,
    "signOutPending" boolean, "sourceUpdatedAt" timestamptz, "sourceEventAt" timestamptz)`;
const INSERT_ADDRESSES = `
  insert into user_email_addresses (user_id, email_address, verified, is_primary)
  select * from jsonb_to_recordset($1::jsonb) as address (
    "userId" uuid, "emailAddress" text, verified boolean, "isPrimary" boolean)`;

/** What of a person's row follows Clerk. */
export type MirroredState = Pick<
  User,
  | 'clerkId'
  | 'externalId'
  | 'emailAddress'
  | 'firstName'
  | 'lastName'
  | 'banned'
  | 'twoFactorEnabled'
  | 'createdAt'
  | 'updatedAt'
  | 'banPending'
  | 'sourceUpdatedAt'
  | 'sourceEventAt'
>;

interface WithAddresses {
  readonly userId: string;
  readonly addresses: readonly Omit<UserEmailAddress, 'userId'>[];
}

const MIRROR_PEOPLE = `
  update users set clerk_id = told."clerkId", external_id = told."externalId", email_address = told."emailAddress",
         first_name = told."firstName", last_name = told."lastName", banned = told.banned,
         two_factor_enabled = told."twoFactorEnabled", created_at = told."createdAt", updated_at = told."updatedAt",
         ban_pending = told."banPending", source_updated_at = told."sourceUpdatedAt", source_event_at = told."sourceEventAt"
    from jsonb_to_recordset($1::jsonb) as told (
      id uuid, "clerkId" text, "externalId" text, "emailAddress" text, "firstName" text, "lastName" text, banned boolean,
      "twoFactorEnabled" boolean, "createdAt" timestamptz, "updatedAt" timestamptz, "banPending" boolean,
      "sourceUpdatedAt" timestamptz, "sourceEventAt" timestamptz)
   where users.id = told.id`;

// Most news of a person leave the addresses as they are; then nothing is written.
const SET_ADDRESSES = `
  with person as (select * from jsonb_to_recordset($1::jsonb) as person ("userId" uuid, addresses jsonb)),
  told as (
    select "userId" as user_id, told.* from person
     cross join jsonb_to_recordset(addresses) as told ("emailAddress" text, verified boolean, "isPrimary" boolean)),
  gone as (
    delete from user_email_addresses had using person
     where had.user_id = person."userId"
       and not exists (select from told where told.user_id = had.user_id and told."emailAddress" = had.email_address))
  insert into user_email_addresses as had (user_id, email_address, verified, is_primary)
  select user_id, "emailAddress", verified, "isPrimary" from told
  on conflict (user_id, email_address) do update set verified = excluded.verified, is_primary = excluded.is_primary
   where had.verified <> excluded.verified or had.is_primary <> excluded.is_primary`;

/** Addresses are kept with their domain in ASCII; the beginning of one may be typed as it is pronounced. */
function foldedSearch(text: string): string {
  return text.includes('@') ? mirroredEmail(text) : text.toLowerCase();
}
