import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import type { Actor } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { ACCOUNTS } from '../../accounts.scope.js';
import { signUpErrors } from '../sign-up.errors.js';
import { digestOfInviteCode, newInviteCode } from './invite-code.js';
import { type Invite, InvitesStore } from './invites.store.js';

const DAY_MS = 24 * 3_600_000;
const LISTED = 200;

/** Makes, lists and ends invite codes. */
@Injectable()
export class InvitesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly invites: InvitesStore,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @param uses how many accounts may come of it, 1 to 100 000
   * @param days for which it holds, 1 to 366
   * @returns the code too, which is kept nowhere
   * @throws AppError 422 `invite_out_of_bounds`
   */
  async create(
    { uses, days }: { readonly uses: number; readonly days: number },
    actor: Actor,
  ): Promise<Invite & { readonly code: string }> {
    if (!isBetween(uses, 1, 100_000) || !isBetween(days, 1, 366)) throw signUpErrors.inviteBounds();
    const code = newInviteCode();
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + days * DAY_MS);
    const invite = { id: newId(), uses, createdAt, expiresAt };
    await this.unitOfWork.run(ACCOUNTS, async () => {
      await this.invites.insert(invite, digestOfInviteCode(code));
      await this.audit.record({
        actor,
        action: 'sign_up_invite.created',
        target: { kind: 'sign_up_invite', id: invite.id },
        change: { uses, expiresAt: expiresAt.toISOString() },
      });
    });
    return { ...invite, taken: 0, endedAt: null, code };
  }

  /** The newest 200. */
  list(): Promise<Invite[]> {
    return this.unitOfWork.run(ACCOUNTS, () => this.invites.list(LISTED));
  }

  /** Nobody begins with it any more; who has begun may finish. @throws AppError 404 `invite_not_open` */
  async end(id: string, actor: Actor): Promise<void> {
    await this.unitOfWork.run(ACCOUNTS, async () => {
      if (!(await this.invites.end(id, this.clock.now()))) throw signUpErrors.inviteNotOpen();
      await this.audit.record({
        actor,
        action: 'sign_up_invite.ended',
        target: { kind: 'sign_up_invite', id },
      });
    });
  }
}

function isBetween(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
