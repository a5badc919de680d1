import { Injectable } from '@nestjs/common';
import type { Caller } from '#auth';
import type { RequestKind } from '../deadline/deadline.rule.js';
import { RequestsService } from '../cases/requests.service.js';
import { ErasuresService } from '../erasure/erasures.service.js';
import { ExportsService } from '../export/exports.service.js';
import { PersonHoldsStore } from '../records/person-holds.store.js';
import type { PrivacyRequest } from '../records/privacy.entities.js';
import { RequestsStore } from '../records/requests.store.js';
import type { PrivacyBulkItem } from '../records/privacy-bulk-item.entity.js';
import type { PrivacyBulk } from '../records/privacy-bulk.entity.js';

export type ItemOutcome = Pick<PrivacyBulkItem, 'result'> &
  Partial<Pick<PrivacyBulkItem, 'code' | 'requestId'>>;

const KINDS: Readonly<Record<PrivacyBulk['action'], RequestKind>> = {
  export: 'access',
  erase: 'erasure',
  object: 'objection',
};

/** Does for one person of a list what a single request would have done, by the same services and rules. */
@Injectable()
export class BulkActionsService {
  constructor(
    private readonly holds: PersonHoldsStore,
    private readonly openRequests: RequestsStore,
    private readonly exports: ExportsService,
    private readonly erasures: ErasuresService,
    private readonly requests: RequestsService,
  ) {}

  /** @throws AppError as the single request would */
  async carryOut(bulk: PrivacyBulk, item: PrivacyBulkItem, caller: Caller): Promise<ItemOutcome> {
    const { userId, requestId } = item;
    if (userId === null) return { result: 'unknown' };
    if (bulk.approvedBy !== null && requestId !== null) {
      await this.erasures.approve(caller, requestId);
      return { result: 'approved' };
    }
    const open = await this.findOpen(bulk, userId);
    if (open !== null) return { result: 'already_open', requestId: open.id };
    const id = await this.ask(bulk, userId, caller);
    if (bulk.law !== 'gdpr' && bulk.action !== 'object') await this.requests.setLaw(caller, id, bulk.law);
    const isHeld = bulk.action === 'erase' && (await this.isHeld(userId));
    return { result: 'asked', requestId: id, code: isHeld ? 'on_hold' : null };
  }

  private async ask(bulk: PrivacyBulk, userId: string, caller: Caller): Promise<string> {
    const { action, law, purposes, gracePeriodDays } = bulk;
    switch (action) {
      case 'export':
        return (await this.exports.request(caller, userId)).id;
      case 'erase':
        return (
          await this.erasures.request(caller, {
            userId,
            ...(gracePeriodDays === null ? {} : { gracePeriodDays }),
          })
        ).id;
      case 'object':
        return (await this.requests.file(caller, { userId, kind: 'objection', law, purposes })).id;
    }
  }

  /** An open request that this one would only repeat; of objections, one that names the same purposes. */
  private async findOpen({ action, purposes }: PrivacyBulk, userId: string): Promise<PrivacyRequest | null> {
    const open = await this.openRequests.listOpen(KINDS[action], userId);
    return open.find((request) => purposes.every((purpose) => request.purposes.includes(purpose))) ?? null;
  }

  private async isHeld(userId: string): Promise<boolean> {
    return (await this.holds.findActive(userId)) !== null;
  }
}
