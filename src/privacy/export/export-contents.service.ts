import { Injectable } from '@nestjs/common';
import { narrowedTo } from '#auth';
import { ClerkRecords, ClerkRefusedError, ClerkUnavailableError } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { mirroredEmail } from '#libs/email';
import { isHeld } from '#users';
import { SubjectIdentifiersService } from '../identity/subject-identifiers.service.js';
import { MentionsService } from '../identity/mentions.service.js';
import type { SubjectIdentifiers } from '../registry/subject-identifiers.js';
import { registry } from '../registry/registry.js';
import { plansOfPerson } from './chapter-plans.js';
import { chaptersOfClerk, chaptersOfOrganization, type ClerkChapter } from './clerk-chapters.js';
import type { ExportContent } from './export-content.js';
import { plansOfOrganization } from './organization-plans.js';
import { OrganizationErasuresStore } from '../records/organization-erasures.store.js';
import type { PrivacyExport } from '../records/privacy-export.entity.js';
import { PRIVACY } from '../privacy.scope.js';

/** Finds out what belongs into an export: from the registry, and from Clerk. */
@Injectable()
export class ExportContentsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly identifiers: SubjectIdentifiersService,
    private readonly mentions: MentionsService,
    private readonly erasures: OrganizationErasuresStore,
    private readonly clerk: ClerkRecords,
  ) {}

  /** In the open transaction; null when there is no such person or organization any more. */
  async find({ userId, organizationId, requestedBy }: PrivacyExport): Promise<ExportContent | null> {
    if (organizationId !== null) return this.ofOrganization(organizationId, requestedBy);
    if (userId === null) return null;
    const person = await this.identifiers.collect(userId);
    if (person === null) return null;
    return {
      subject: { kind: 'person', id: userId },
      keyHolder: userId,
      scope: PRIVACY,
      plans: plansOfPerson(registry, person, await this.mentions.find(person)),
      clerkId: person.clerkId,
      person,
    };
  }

  /** Null also while it is erased. */
  private async ofOrganization(organizationId: string, requestedBy: string): Promise<ExportContent | null> {
    const isErasing = await this.erasures.isErasing(organizationId);
    const [row] = await this.unitOfWork
      .manager()
      .query<{ clerk_id: string | null }[]>('select clerk_id from organizations where id = $1', [
        organizationId,
      ]);
    if (isErasing || row === undefined) return null;
    return {
      subject: { kind: 'organization', id: organizationId },
      // Whoever asked: when that person is erased, so is what they had made for them.
      keyHolder: requestedBy,
      scope: narrowedTo(PRIVACY, organizationId),
      plans: plansOfOrganization({ organizationId, clerkId: row.clerk_id }),
      clerkId: row.clerk_id,
    };
  }

  /** Clerk's part; null while Clerk cannot be asked. */
  async askClerk({ subject, clerkId, person }: ExportContent): Promise<ClerkChapter[] | null> {
    if (clerkId === null) return [];
    try {
      if (subject.kind === 'organization')
        return chaptersOfOrganization(await this.clerk.ofOrganization(clerkId));
      const records = await this.clerk.ofUser(clerkId);
      const invitations = person === undefined ? [] : await this.theirs(records.invitations, person);
      return chaptersOfClerk({ ...records, invitations });
    } catch (error) {
      if (error instanceof ClerkRefusedError && error.status === 404) return [];
      // A key that Clerk refuses is mended by the operator as an outage is by Clerk.
      if (error instanceof ClerkUnavailableError || error instanceof ClerkRefusedError) return null;
      throw error;
    }
  }

  /** Clerk lists invitations by address; one of whoever had the address before, or has it by now, is not theirs. */
  private async theirs(invitations: readonly unknown[], person: SubjectIdentifiers): Promise<unknown[]> {
    const ids = invitations.flatMap((invitation) => invitationIdOf(invitation) ?? []);
    const rows = await this.unitOfWork.run(PRIVACY, () =>
      this.unitOfWork.manager().query<{ id: string }[]>(
        `select clerk_id as id from invitations
            where clerk_id = any($1::text[]) and (accepted_by <> $2 or accepted_in_clerk_by <> $3)`,
        [ids, person.userId, person.clerkId],
      ),
    );
    const others = new Set(rows.map(({ id }) => id));
    return invitations.filter((invitation) => {
      const id = invitationIdOf(invitation);
      return (
        id !== null && !others.has(id) && (person.invitationIds.includes(id) || isInvited(invitation, person))
      );
    });
  }
}

function invitationIdOf(invitation: unknown): string | null {
  const id = (invitation as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id : null;
}

/** Whether an invitation that is not mirrored here went to them: by address and time. */
function isInvited(invitation: unknown, { holds }: SubjectIdentifiers): boolean {
  const { email_address: address, created_at: createdAt } = invitation as Readonly<Record<string, unknown>>;
  return (
    typeof address === 'string' &&
    typeof createdAt === 'number' &&
    isHeld(holds, mirroredEmail(address), new Date(createdAt))
  );
}
