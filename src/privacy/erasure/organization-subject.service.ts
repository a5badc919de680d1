import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { OrganizationHoldsStore } from '../records/organization-holds.store.js';
import { advanceOrganizationErasureJob } from '../privacy.jobs.js';
import { OrganizationErasuresStore } from '../records/organization-erasures.store.js';
import type { OrganizationErasure } from '../records/organization-erasure.entity.js';
import { ErasureSubject } from './erasure-subject.js';
import { OrganizationStepsService } from './organization-steps.service.js';
import { PRIVACY_ACTOR } from '../privacy.actor.js';

/** A whole organization as the subject of an erasure. */
@Injectable()
export class OrganizationSubjectService extends ErasureSubject<OrganizationErasure> {
  readonly steps: ErasureSubject<OrganizationErasure>['steps'];
  readonly job = advanceOrganizationErasureJob;
  readonly retryAfterMs = 60_000;
  readonly goingOn: Partial<OrganizationErasure> = {};
  readonly forgotten: Partial<OrganizationErasure> = { clerkId: null };

  constructor(
    readonly rows: OrganizationErasuresStore,
    steps: OrganizationStepsService,
    private readonly holds: OrganizationHoldsStore,
    private readonly audit: AuditLog,
  ) {
    super();
    this.steps = steps.list;
  }

  idOf({ organizationId }: OrganizationErasure): string {
    return organizationId;
  }

  nextTryOf(): null {
    return null;
  }

  /** On it, or on one of its people. */
  async holdOn(organizationId: string): Promise<string | null> {
    const holds = await this.holds.lookAt(organizationId);
    return holds.find(({ releasedAt }) => releasedAt === null)?.article ?? null;
  }

  wait(): Promise<Partial<OrganizationErasure>> {
    return Promise.resolve({});
  }

  async noteBlocked({ id, organizationId }: OrganizationErasure, article: string): Promise<void> {
    await this.audit.record({
      actor: PRIVACY_ACTOR,
      action: 'organization.erasure_blocked',
      scope: { organizationId },
      target: { kind: 'organization', id: organizationId },
      change: { erasureId: id, article },
    });
  }
}
