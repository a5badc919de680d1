import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { PrivacyConsentEvent } from './privacy-consent-event.entity.js';

/** Rows of `privacy_consent_events`; all in the open transaction. */
@Injectable()
export class ConsentEventsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The oldest first. */
  async list(userId: string): Promise<PrivacyConsentEvent[]> {
    return this.rows().find({ where: { userId }, order: { sequence: 'ASC' } });
  }

  async findLast(userId: string, purpose: string): Promise<PrivacyConsentEvent | null> {
    return this.rows().findOne({ where: { userId, purpose }, order: { sequence: 'DESC' } });
  }

  async insert(row: Omit<PrivacyConsentEvent, 'sequence'>): Promise<void> {
    await this.rows().insert(row);
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(PrivacyConsentEvent);
  }
}
