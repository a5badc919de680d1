import { Injectable } from '@nestjs/common';
import { systemScope } from '#auth';
import { ClerkApi, ClerkRefusedError, ClerkUnavailableError } from '#libs/clerk';
import { ParticularsService } from '../erasure/particulars.service.js';
import { registry } from '../registry/registry.js';
import { plansOfPerson } from './chapter-plans.js';
import { chaptersOfClerk, chaptersOfOrganization, type ClerkChapter } from './clerk-chapters.js';
import { type ExportContent, OrganizationContents } from './organization-contents.js';
import type { PrivacyExport } from './privacy-export.entity.js';

/** Finds out what belongs into an export: from the registry, and from Clerk. */
@Injectable()
export class ExportContents {
  constructor(
    private readonly particulars: ParticularsService,
    private readonly organizations: OrganizationContents,
    private readonly clerk: ClerkApi,
  ) {}

  /** In the open transaction; null when there is no such person or organization any more. */
  async find({ userId, organizationId, requestedBy }: PrivacyExport): Promise<ExportContent | null> {
    if (organizationId !== null) return this.organizations.find(organizationId, requestedBy);
    if (userId === null) return null;
    const person = await this.particulars.collect(userId);
    if (person === null) return null;
    return {
      subject: { kind: 'person', id: userId },
      keyHolder: userId,
      scope: systemScope('privacy'),
      plans: plansOfPerson(registry, person),
      clerkId: person.clerkId,
    };
  }

  /** Clerk's part; null while Clerk cannot be asked. */
  async askClerk({ subject, clerkId }: ExportContent): Promise<ClerkChapter[] | null> {
    if (clerkId === null) return [];
    try {
      return subject.kind === 'organization'
        ? chaptersOfOrganization(await this.clerk.recordsOfOrganization(clerkId))
        : chaptersOfClerk(await this.clerk.recordsOfUser(clerkId));
    } catch (error) {
      if (error instanceof ClerkRefusedError && error.status === 404) return [];
      // A key that Clerk refuses is mended by the operator as an outage is by Clerk.
      if (error instanceof ClerkUnavailableError || error instanceof ClerkRefusedError) return null;
      throw error;
    }
  }
}
