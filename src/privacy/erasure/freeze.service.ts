import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { Clock } from '#libs/time';
import { PlatformOwnerProtectionService, UserFreezeService } from '#users';
import { SubjectIdentifiersService } from '../identity/subject-identifiers.service.js';
import { PersonErasuresStore } from '../records/person-erasures.store.js';
import type { PrivacyErasure } from '../records/privacy-erasure.entity.js';
import { PRIVACY_ACTOR } from '../privacy.actor.js';

/** The moment from which there is no way back: the person is shut out, and what they are found by is put aside. */
@Injectable()
export class FreezeService {
  constructor(
    private readonly erasures: PersonErasuresStore,
    private readonly identifiers: SubjectIdentifiersService,
    private readonly owners: PlatformOwnerProtectionService,
    private readonly freezing: UserFreezeService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

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
    const person = await this.identifiers.collect(userId);
    const sealedIdentifiers = person === null ? null : await this.identifiers.seal(id, person);
    await this.erasures.update(id, { sealedIdentifiers, begunAt: now, blockedBy: null });
    await this.freezing.freeze(userId, now);
    await this.audit.record({
      actor: PRIVACY_ACTOR,
      action: 'privacy.erasure_begun',
      target: { kind: 'user', id: userId },
      change: { erasureId: id },
    });
    return person === null ? 0 : 1;
  }
}
