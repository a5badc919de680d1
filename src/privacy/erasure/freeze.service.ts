import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { PlatformOwnerProtectionService, UsersStore } from '#users';
import { PrivacyHold } from '../records/privacy.entities.js';
import { SubjectIdentifiersService } from '../identity/subject-identifiers.service.js';
import { PrivacyErasure } from '../records/privacy-erasure.entity.js';

const ACTOR = { kind: 'system', name: 'privacy' } as const;

/** The moment from which there is no way back: the person is shut out, and what they are found by is put aside. */
@Injectable()
export class FreezeService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly particulars: SubjectIdentifiersService,
    private readonly owners: PlatformOwnerProtectionService,
    private readonly users: UsersStore,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * The hold that stands in the way, oldest first. One that a backup brought back does not: it was released before the
   * person was erased.
   */
  async holdAgainst({ userId, cause }: PrivacyErasure): Promise<PrivacyHold | null> {
    if (cause === 'restored backup') return null;
    return this.unitOfWork
      .manager()
      .getRepository(PrivacyHold)
      .createQueryBuilder('hold')
      .where('hold.user_id = :userId and hold.released_at is null', { userId })
      .orderBy('hold.placed_at')
      .getOne();
  }

  /**
   * Somebody has to be able to give roles on the platform: the last owner hands that on before. Not asked about who
   * came back with a backup, and nobody else owns the platform less when this transaction ends.
   */
  async leavesNoPlatformOwner({ userId, cause }: PrivacyErasure): Promise<boolean> {
    if (cause === 'restored backup') return false;
    return this.owners.isLastOwner(userId);
  }

  /** In the open transaction. @returns how many people were shut out: one, or none where there is no row */
  async carryOut(erasure: PrivacyErasure): Promise<number> {
    const { id, userId } = erasure;
    const now = this.clock.now();
    const person = await this.particulars.collect(userId);
    const sealedParticulars = person === null ? null : await this.particulars.seal(id, person);
    await this.unitOfWork
      .manager()
      .getRepository(PrivacyErasure)
      .update({ id }, { sealedParticulars, begunAt: now, blockedBy: null });
    await this.users.freeze(userId, now);
    await this.audit.record({
      actor: ACTOR,
      action: 'privacy.erasure_begun',
      target: { kind: 'user', id: userId },
      change: { erasureId: id },
    });
    return person === null ? 0 : 1;
  }
}
