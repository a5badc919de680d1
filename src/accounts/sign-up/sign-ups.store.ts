import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { LEASE_END } from '#libs/lease';
import type { HeldSignUp, SignUp, SignUpState } from './sign-up.js';

/** After so long a process that was killed has lost its sign-up; longer than any call to Clerk takes. */
const LEASE_MS = 60_000;

const COLUMNS = `id, invite_id as "inviteId", state, is_silent as "isSilent", sign_up_id as "signUpId",
  sealed_client as "sealedClient", clerk_user_id as "clerkUserId", user_id as "userId", codes, expires_at as "expiresAt"`;

/** What a step notes beside the state. */
export interface SignUpChanges {
  readonly isSilent?: boolean;
  readonly signUpId?: string;
  readonly sealedClient?: string;
  readonly clerkUserId?: string;
  readonly codes?: number;
}

/** Rows of `account_sign_ups`; all in the open transaction. */
@Injectable()
export class SignUpsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Adds one in `begun`. */
  async insert(
    signUp: Pick<SignUp, 'id' | 'inviteId' | 'isSilent' | 'expiresAt'>,
    handleHash: string,
    now: Date,
  ): Promise<HeldSignUp> {
    const holder = randomUUID();
    await this.unitOfWork.manager().query(
      `insert into account_sign_ups (id, invite_id, handle_hash, state, is_silent, holder, held_until, created_at, expires_at)
       values ($2, $3, $4, 'begun', $5, $6, ${LEASE_END}, $7, $8)`,
      [LEASE_MS, signUp.id, signUp.inviteId, handleHash, signUp.isSilent, holder, now, signUp.expiresAt],
    );
    const nothing = { signUpId: null, sealedClient: null, clerkUserId: null, userId: null, codes: 0 };
    return { ...signUp, ...nothing, state: 'begun', holder };
  }

  async findByHandle(handleHash: string): Promise<SignUp | null> {
    const [found] = await this.unitOfWork
      .manager()
      .query<SignUp[]>(`select ${COLUMNS} from account_sign_ups where handle_hash = $1`, [handleHash]);
    return found ?? null;
  }

  /**
   * Takes a sign-up that waits for a code, and counts the code. @returns null where another request is at it, or it is over
   */
  claimForCode(id: string, state: 'waiting' | 'verifying'): Promise<HeldSignUp | null> {
    return this.claim(
      `update account_sign_ups set state = $4, codes = codes + $5, holder = $3, held_until = ${LEASE_END}
        where id = $2 and state = 'waiting' and (held_until is null or held_until <= clock_timestamp())
        returning ${COLUMNS}`,
      id,
      [state, state === 'verifying' ? 1 : 0],
    );
  }

  /** Takes one that no process is at. @returns null where there is somebody at it, or it is settled */
  claimLeftOver(id: string): Promise<HeldSignUp | null> {
    return this.claim(
      `update account_sign_ups set holder = $3, held_until = ${LEASE_END}
        where id = $2 and settled_at is null and (held_until is null or held_until <= clock_timestamp())
        returning ${COLUMNS}`,
      id,
      [],
    );
  }

  /** Those that a dead process left, and those that nobody went on with. @param after of the page before */
  async listLeftOver(now: Date, after: string | null, limit: number): Promise<string[]> {
    const rows = await this.unitOfWork.manager().query<{ id: string }[]>(
      `select id from account_sign_ups
        where settled_at is null and (held_until is null or held_until <= clock_timestamp())
          and (state <> 'waiting' or expires_at <= $1) and ($2::uuid is null or id > $2)
        order by id limit $3`,
      [now, after, limit],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Notes the next step while the sign-up is held.
   *
   * @param letsGo whether nobody is at it from then on
   * @returns false where another process has it by now: nothing is written then
   */
  async step(
    { id, holder }: Pick<HeldSignUp, 'id' | 'holder'>,
    state: Exclude<SignUpState, 'done' | 'undone'>,
    changes: SignUpChanges = {},
    letsGo = false,
  ): Promise<boolean> {
    const [rows] = await this.unitOfWork.manager().query<[unknown[], number]>(
      `update account_sign_ups
          set state = $4, is_silent = coalesce($5, is_silent), sign_up_id = coalesce($6, sign_up_id),
              sealed_client = coalesce($7, sealed_client), clerk_user_id = coalesce($8, clerk_user_id),
              codes = coalesce($10, codes),
              held_until = case when $9 then null else ${LEASE_END} end
        where id = $2 and holder = $3 and settled_at is null returning id`,
      [
        LEASE_MS,
        id,
        holder,
        state,
        changes.isSilent ?? null,
        changes.signUpId ?? null,
        changes.sealedClient ?? null,
        changes.clerkUserId ?? null,
        letsGo,
        changes.codes ?? null,
      ],
    );
    return rows.length === 1;
  }

  /** The end of a sign-up; its client token is gone with it. @returns false where another process has it by now */
  async settle(
    { id, holder }: Pick<HeldSignUp, 'id' | 'holder'>,
    state: 'done' | 'undone',
    userId: string | null,
    now: Date,
  ): Promise<boolean> {
    const [rows] = await this.unitOfWork.manager().query<[unknown[], number]>(
      `update account_sign_ups
          set state = $3, user_id = $4, settled_at = $5, sealed_client = null, held_until = null
        where id = $1 and holder = $2 and settled_at is null returning id`,
      [id, holder, state, userId, now],
    );
    return rows.length === 1;
  }

  private async claim(sql: string, id: string, values: readonly unknown[]): Promise<HeldSignUp | null> {
    const holder = randomUUID();
    const [rows] = await this.unitOfWork
      .manager()
      .query<[SignUp[], number]>(sql, [LEASE_MS, id, holder, ...values]);
    const [found] = rows;
    return found === undefined ? null : { ...found, holder };
  }
}
