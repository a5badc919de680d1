import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Reference } from '#auth';
import { type Lookup, TableStatements, UnitOfWork } from '#libs/database';
import { UserEmailAddress } from './user-email-address.entity.js';
import { User } from './user.entity.js';

const STATEMENTS = new TableStatements(User);
const BY_ID = STATEMENTS.lookup({ id: 'uuid' });
const BY_CLERK_ID = STATEMENTS.lookup({ clerk_id: 'text' });
const EMAILS = new TableStatements(UserEmailAddress).lookup({ user_id: 'uuid' });

/**
 * Finds people for every module; reads only, in whatever scope is open, and row-level security decides which rows there
 * are. Deleted people are found too where nothing else is said.
 */
@Injectable()
export class UserLookupService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async findById(id: string): Promise<User | null> {
    return this.one(BY_ID, id);
  }

  async findByClerkId(clerkId: string): Promise<User | null> {
    return this.one(BY_CLERK_ID, clerkId);
  }

  async findByReference(reference: Reference): Promise<User | null> {
    return reference.kind === 'id' ? this.findById(reference.id) : this.findByClerkId(reference.clerkId);
  }

  /** Whether somebody can act at all: not banned, not deleted, not frozen by an erasure. False for nobody. */
  async canAct(id: string): Promise<boolean> {
    const [row] = await this.unitOfWork
      .manager()
      .query<{ can_act: boolean }[]>('select can_act from users where id = $1', [id]);
    return row?.can_act ?? false;
  }

  /** By our ids, in their order. */
  listByIds(ids: readonly string[]): Promise<User[]> {
    return this.users()
      .createQueryBuilder('person')
      .where('person.id = any (:ids)', { ids })
      .orderBy('person.id')
      .getMany();
  }

  /** Our ids of people, each by the id they are named with: ours or Clerk's. */
  async listIds(references: readonly Reference[]): Promise<Map<string, string>> {
    const ids = references.flatMap((person) => (person.kind === 'id' ? [person.id] : []));
    const clerkIds = references.flatMap((person) => (person.kind === 'clerk' ? [person.clerkId] : []));
    const people = await this.users().find({
      where: [{ id: In(ids) }, { clerkId: In(clerkIds) }],
      select: { id: true, clerkId: true },
    });
    return new Map(
      people.flatMap(({ id, clerkId }) => [
        [id, id] as const,
        ...(clerkId === null ? [] : [[clerkId, id] as const]),
      ]),
    );
  }

  /** The living people who have proved that an address is theirs. */
  listByVerifiedEmail(emailAddress: string): Promise<User[]> {
    return this.listLiving('address.verified and address.email_address = :emailAddress', emailAddress);
  }

  /** Everybody who is here with an address, whether they have proved it or not; whoever was deleted is not. */
  listByEmail(emailAddress: string): Promise<User[]> {
    return this.listLiving('address.email_address = :emailAddress', emailAddress);
  }

  async listVerifiedEmails(userId: string): Promise<string[]> {
    const rows = await this.emailsOf(userId);
    return rows.filter(({ verified }) => verified).map(({ emailAddress }) => emailAddress);
  }

  /** All addresses of a person, whether they have proved them or not. */
  async listEmails(userId: string): Promise<string[]> {
    return (await this.emailsOf(userId)).map(({ emailAddress }) => emailAddress);
  }

  /** Whoever has an address that meets a condition, and was not deleted. */
  private listLiving(condition: string, emailAddress: string): Promise<User[]> {
    return this.users()
      .createQueryBuilder('person')
      .where(
        `person.deleted_at is null and exists (select from user_email_addresses address
           where address.user_id = person.id and ${condition})`,
        { emailAddress },
      )
      .orderBy('person.id')
      .getMany();
  }

  private users() {
    return this.unitOfWork.manager().getRepository(User);
  }

  private async one(lookup: Lookup<User>, value: string): Promise<User | null> {
    const [user] = await this.unitOfWork.lookUp(lookup, value);
    return user ?? null;
  }

  private emailsOf(userId: string): Promise<readonly UserEmailAddress[]> {
    return this.unitOfWork.lookUp(EMAILS, userId);
  }
}
