import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';

/** A browser that signed in by this service, or is about to. */
export interface AccountSession {
  readonly id: string;
  readonly userId: string;
  /** Clerk's id of the sign-in, while it waits for a second factor. */
  readonly signInId: string | null;
  /** Clerk's id of the session, once there is one. */
  readonly clerkSessionId: string | null;
  /** The client token at Clerk and the key of the cookies. */
  readonly sealedClient: string;
  /** Of the cookie that counts. */
  readonly generation: number;
  readonly rotatedAt: Date;
  readonly endedAt: Date | null;
  readonly expiresAt: Date;
}

const COLUMNS = `id, user_id as "userId", sign_in_id as "signInId", clerk_session_id as "clerkSessionId",
  sealed_client as "sealedClient", generation, rotated_at as "rotatedAt", ended_at as "endedAt", expires_at as "expiresAt"`;

/** Rows of `account_sessions`; all in the open transaction. */
@Injectable()
export class AccountSessionsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async insert(session: Omit<AccountSession, 'endedAt'>, handleHash: string): Promise<void> {
    await this.unitOfWork.manager().query(
      `insert into account_sessions (id, handle_hash, user_id, sign_in_id, clerk_session_id, sealed_client, generation,
                                     rotated_at, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)`,
      [
        session.id,
        handleHash,
        session.userId,
        session.signInId,
        session.clerkSessionId,
        session.sealedClient,
        session.generation,
        session.rotatedAt,
        session.expiresAt,
      ],
    );
  }

  /** Held until the transaction ends: of two that rotate at once the second sees what the first did. */
  async lockByHandle(handleHash: string): Promise<AccountSession | null> {
    const [found] = await this.unitOfWork
      .manager()
      .query<AccountSession[]>(`select ${COLUMNS} from account_sessions where handle_hash = $1 for update`, [
        handleHash,
      ]);
    return found ?? null;
  }

  async find(id: string): Promise<AccountSession | null> {
    const [found] = await this.unitOfWork
      .manager()
      .query<AccountSession[]>(`select ${COLUMNS} from account_sessions where id = $1`, [id]);
    return found ?? null;
  }

  async rotate(id: string, generation: number, now: Date, expiresAt: Date): Promise<void> {
    await this.unitOfWork
      .manager()
      .query('update account_sessions set generation = $2, rotated_at = $3, expires_at = $4 where id = $1', [
        id,
        generation,
        now,
        expiresAt,
      ]);
  }

  /** Notes another client token. */
  async reseal(id: string, sealedClient: string): Promise<void> {
    await this.unitOfWork
      .manager()
      .query('update account_sessions set sealed_client = $2 where id = $1 and ended_at is null', [
        id,
        sealedClient,
      ]);
  }

  /** Notes that the second factor was right. @returns false where the sign-in is over by then */
  async complete(id: string, clerkSessionId: string): Promise<boolean> {
    const [rows] = await this.unitOfWork.manager().query<[unknown[], number]>(
      `update account_sessions set sign_in_id = null, clerk_session_id = $2
        where id = $1 and ended_at is null and sign_in_id is not null returning id`,
      [id, clerkSessionId],
    );
    return rows.length === 1;
  }

  /** Counts a code before it is tried. @param by -1 takes one back @returns how many there were with it */
  async countCode(id: string, by: 1 | -1 = 1): Promise<number> {
    const [rows] = await this.unitOfWork
      .manager()
      .query<[{ codes: number }[], number]>(
        'update account_sessions set codes = codes + $2 where id = $1 and ended_at is null returning codes',
        [id, by],
      );
    return rows[0]?.codes ?? Infinity;
  }

  /** @returns false where it had ended before */
  async end(id: string, now: Date): Promise<boolean> {
    const [rows] = await this.unitOfWork
      .manager()
      .query<[unknown[], number]>(
        'update account_sessions set ended_at = $2 where id = $1 and ended_at is null returning id',
        [id, now],
      );
    return rows.length === 1;
  }

  /** Ends all of a person but one. @returns the ids of those that had not ended before */
  async endAllOf(userId: string, except: string | null, now: Date): Promise<string[]> {
    const [rows] = await this.unitOfWork.manager().query<[{ id: string }[], number]>(
      `update account_sessions set ended_at = $3
        where user_id = $1 and ended_at is null and id is distinct from $2::uuid returning id`,
      [userId, except, now],
    );
    return rows.map(({ id }) => id);
  }

  async delete(id: string): Promise<void> {
    await this.unitOfWork.manager().query('delete from account_sessions where id = $1', [id]);
  }
}
