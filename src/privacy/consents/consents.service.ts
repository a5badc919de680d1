import { Injectable } from '@nestjs/common';
import { type Caller } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { PrivacyRequestFactoryService } from '../privacy-request-factory.service.js';
import { consentHistory, type ConsentPeriod } from './consent-history.rule.js';
import { ConsentEventsStore } from '../records/consent-events.store.js';
import type { PrivacyConsentEvent } from '../records/privacy-consent-event.entity.js';
import { PRIVACY } from '../privacy.scope.js';

/** What people agreed to (Art. 7 GDPR): given and withdrawn by themselves, read by them and by staff. */
@Injectable()
export class ConsentsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly events: ConsentEventsStore,
    private readonly requestFactory: PrivacyRequestFactoryService,
    private readonly clock: Clock,
  ) {}

  /** @param userId whose; the caller's own unless told, others' with `platform:privacy:manage` */
  async list(caller: Caller, userId?: string): Promise<ConsentPeriod[]> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const person =
        userId === undefined
          ? caller.userId
          : await this.requestFactory.personFor(caller, userId, 'platform:privacy:manage');
      return consentHistory(await this.events.list(person));
    });
  }

  /** One's own only: nobody agrees for somebody else. What changes nothing leaves no line. */
  async decide(
    caller: Caller,
    { purpose, version, given }: { purpose: string; version: string; given: boolean },
  ): Promise<void> {
    await this.unitOfWork.run(PRIVACY, async () => {
      const { userId } = caller;
      const current = await this.current(userId, purpose);
      if (given ? current?.version === version : current === null) return;
      await this.add(caller, userId, {
        purpose,
        version: given ? version : (current?.version ?? version),
        given,
      });
    });
  }

  /** Ends a consent in the open transaction, by an objection. */
  async withdrawFor(caller: Caller, userId: string, purpose: string, requestId: string): Promise<void> {
    const current = await this.current(userId, purpose);
    if (current === null) return;
    await this.add(caller, userId, { purpose, version: current.version, given: false, requestId });
  }

  private async add(
    caller: Caller,
    userId: string,
    decision: { purpose: string; version: string; given: boolean; requestId?: string },
  ): Promise<void> {
    const { purpose, version, given, requestId = null } = decision;
    await this.events.insert({
      id: newId(),
      userId,
      purpose,
      version,
      given,
      decidedAt: this.clock.now(),
      recordedBy: caller.userId,
      requestId,
    });
    const action = given ? 'privacy.consent_given' : 'privacy.consent_withdrawn';
    await this.requestFactory.note(caller, action, userId, { purpose, version });
  }

  /** The consent that stands, held against others who would decide on it at the same time. */
  private async current(userId: string, purpose: string): Promise<PrivacyConsentEvent | null> {
    await this.requestFactory.lockSubject(userId);
    const last = await this.events.findLast(userId, purpose);
    return last?.given === true ? last : null;
  }
}
