import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';

/** A browser that waits for the code of a password reset. */
export interface PasswordReset {
  readonly id: string;
  /** Null: the address is nobody's, and no code was sent. */
  readonly userId: string | null;
  /** Clerk's id of the sign-in that the code is the first factor of. */
  readonly signInId: string | null;
  readonly sealedClient: string | null;
  /** Whether the code was right, and only the password is missing. */
  readonly isProved: boolean;
  /** How many codes were tried. */
  readonly codes: number;
  readonly expiresAt: Date;
}

const COLUMNS = `id, user_id as "userId", sign_in_id as "signInId", sealed_client as "sealedClient",
  is_proved as "isProved", codes, expires_at as "expiresAt"`;

/** Rows of `password_resets`; all in the open transaction. */
@Injectable()
export class PasswordResetsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async insert(reset: Omit<PasswordReset, 'isProved' | 'codes'>, handleHash: string): Promise<void> {
    await this.unitOfWork.manager().query(
      `insert into password_resets (id, handle_hash, user_id, sign_in_id, sealed_client, expires_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [reset.id, handleHash, reset.userId, reset.signInId, reset.sealedClient, reset.expiresAt],
    );
  }

  async findByHandle(handleHash: string): Promise<PasswordReset | null> {
    const [found] = await this.unitOfWork
      .manager()
      .query<PasswordReset[]>(`select ${COLUMNS} from password_resets where handle_hash = $1`, [handleHash]);
    return found ?? null;
  }

  /** Counts a code before it is tried. @param by -1 takes one back @returns how many there were with it */
  async countCode(id: string, by: 1 | -1 = 1): Promise<number> {
    const [rows] = await this.unitOfWork
      .manager()
      .query<[{ codes: number }[], number]>(
        'update password_resets set codes = codes + $2 where id = $1 returning codes',
        [id, by],
      );
    return rows[0]?.codes ?? Infinity;
  }

  /** Notes that the code was right, and the client's token from now on. */
  async prove(id: string, sealedClient: string): Promise<void> {
    await this.unitOfWork
      .manager()
      .query('update password_resets set is_proved = true, sealed_client = $2 where id = $1', [
        id,
        sealedClient,
      ]);
  }

  async delete(id: string): Promise<void> {
    await this.unitOfWork.manager().query('delete from password_resets where id = $1', [id]);
  }
}
