import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { narrowedTo, systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { type ExportContent, OrganizationContents } from '../export/organization-contents.js';
import { OrganizationErasure } from '../records/organization-erasure.entity.js';
import { plansOfOrganization } from './organization-plans.js';

/** The content of an organization's export, as the registry tells it. */
@Injectable()
export class RegisteredOrganizationContentsService extends OrganizationContents {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async find(organizationId: string, requestedBy: string): Promise<ExportContent | null> {
    const manager = this.unitOfWork.manager();
    const isErasing = await manager
      .getRepository(OrganizationErasure)
      .existsBy({ organizationId, status: In(['running', 'waiting']) });
    const [row] = await manager.query<{ clerk_id: string | null }[]>(
      'select clerk_id from organizations where id = $1',
      [organizationId],
    );
    if (isErasing || row === undefined) return null;
    return {
      subject: { kind: 'organization', id: organizationId },
      // Whoever asked: when that person is erased, so is what they had made for them.
      keyHolder: requestedBy,
      scope: narrowedTo(systemScope('privacy'), organizationId),
      plans: plansOfOrganization({ organizationId, clerkId: row.clerk_id }),
      clerkId: row.clerk_id,
    };
  }
}
