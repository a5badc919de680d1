import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';

/** An invite code, without the code. */
export interface Invite {
  readonly id: string;
  /** How many accounts may come of it. */
  readonly uses: number;
  /** How many sign-ups hold it or became an account. */
  readonly taken: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** When it was ended before its time. */
  readonly endedAt: Date | null;
}

const COLUMNS = `id, uses, taken, created_at as "createdAt", expires_at as "expiresAt", ended_at as "endedAt"`;

/** Rows of `sign_up_invites`; all in the open transaction. */
@Injectable()
export class InvitesStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async insert(
    { id, uses, createdAt, expiresAt }: Omit<Invite, 'taken' | 'endedAt'>,
    codeDigest: string,
  ): Promise<void> {
    await this.unitOfWork
      .manager()
      .query(
        'insert into sign_up_invites (id, code_digest, uses, created_at, expires_at) values ($1, $2, $3, $4, $5)',
        [id, codeDigest, uses, createdAt, expiresAt],
      );
  }

  /** Held until the transaction ends: of two that take the last use the second sees that there is none. */
  async lockByDigest(codeDigest: string): Promise<Invite | null> {
    const [found] = await this.unitOfWork
      .manager()
      .query<Invite[]>(`select ${COLUMNS} from sign_up_invites where code_digest = $1 for update`, [
        codeDigest,
      ]);
    return found ?? null;
  }

  /** Counts one more, or one less. */
  async count(id: string, change: 1 | -1): Promise<void> {
    await this.unitOfWork
      .manager()
      .query('update sign_up_invites set taken = taken + $2 where id = $1', [id, change]);
  }

  /** Newest first. */
  async list(limit: number): Promise<Invite[]> {
    return this.unitOfWork
      .manager()
      .query<Invite[]>(`select ${COLUMNS} from sign_up_invites order by id desc limit $1`, [limit]);
  }

  /** @returns false where there is none of that id, or it had ended */
  async end(id: string, now: Date): Promise<boolean> {
    const [rows] = await this.unitOfWork
      .manager()
      .query<[unknown[], number]>(
        'update sign_up_invites set ended_at = $2 where id = $1 and ended_at is null returning id',
        [id, now],
      );
    return rows.length === 1;
  }
}
