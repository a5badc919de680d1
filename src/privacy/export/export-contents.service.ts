import { Injectable } from '@nestjs/common';
import { ClerkApi, ClerkRefusedError, ClerkUnavailableError } from '#libs/clerk';
import { ParticularsService } from '../erasure/particulars.service.js';
import { registry } from '../registry/registry.js';
import type { ArchiveFacts } from './chapter.js';
import { type ChapterPlan, plansOfPerson } from './chapter-plans.js';
import { chaptersOfClerk, type ClerkChapter } from './clerk-chapters.js';
import type { PrivacyExport } from './privacy-export.entity.js';

/** What an export is to hold. */
export interface ExportContent {
  readonly subject: ArchiveFacts['subject'];
  /** Our id of the person under whose key the key of the file is sealed. */
  readonly keyHolder: string;
  readonly plans: readonly ChapterPlan[];
  readonly clerkId: string | null;
}

/** Finds out what belongs into an export: from the registry, and from Clerk. */
@Injectable()
export class ExportContents {
  constructor(
    private readonly particulars: ParticularsService,
    private readonly clerk: ClerkApi,
  ) {}

  /** In the open transaction; null when there is no such person any more. */
  async find({ userId }: PrivacyExport): Promise<ExportContent | null> {
    if (userId === null) return null;
    const person = await this.particulars.collect(userId);
    if (person === null) return null;
    return {
      subject: { kind: 'person', id: userId },
      keyHolder: userId,
      plans: plansOfPerson(registry, person),
      clerkId: person.clerkId,
    };
  }

  /** Clerk's part; null while Clerk cannot be asked. */
  async askClerk({ clerkId }: ExportContent): Promise<ClerkChapter[] | null> {
    if (clerkId === null) return [];
    try {
      return chaptersOfClerk(await this.clerk.recordsOfUser(clerkId));
    } catch (error) {
      if (error instanceof ClerkRefusedError && error.status === 404) return [];
      // A key that Clerk refuses is mended by the operator as an outage is by Clerk.
      if (error instanceof ClerkUnavailableError || error instanceof ClerkRefusedError) return null;
      throw error;
    }
  }
}
