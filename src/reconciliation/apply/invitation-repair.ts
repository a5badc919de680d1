import { Injectable } from '@nestjs/common';
import { ClerkDirectory, type ClerkInvitation } from '#libs/clerk';
import { InvitationMirrorService, InvitationStatesService, OrganizationMirrorService } from '#tenants';
import { InvitationSource } from '../plan/invitation-source.js';
import type { ReconciliationItem } from '../records/reconciliation-item.entity.js';
import { RECONCILIATION_ACTOR, type KindRepair } from './kind-repair.js';

@Injectable()
export class InvitationRepair implements KindRepair<ClerkInvitation> {
  constructor(
    readonly source: InvitationSource,
    private readonly directory: ClerkDirectory,
    private readonly states: InvitationStatesService,
    private readonly organizations: OrganizationMirrorService,
    private readonly invitations: InvitationMirrorService,
  ) {}

  async fetch(items: readonly ReconciliationItem[]): Promise<readonly ClerkInvitation[]> {
    const found: ClerkInvitation[] = [];
    for (const { clerkId, organizationClerkId } of items) {
      if (organizationClerkId === null) continue;
      const invitation = await this.directory.findInvitation(organizationClerkId, clerkId);
      if (invitation !== null) found.push(invitation);
    }
    return found;
  }

  async prepare(): Promise<void> {
    // Its organization was planned and applied before it; one that is not here yet comes with the next run.
  }

  async apply(fetched: ClerkInvitation): Promise<void> {
    const organization = await this.organizations.find(fetched.organizationId);
    if (organization === null || organization.status === 'deleted') return;
    await this.invitations.apply(fetched, organization, RECONCILIATION_ACTOR);
  }

  /** What Clerk does not know nobody can accept: it is closed as one that was taken back. */
  async remove({ clerkId, organizationClerkId }: ReconciliationItem): Promise<void> {
    const [row] = (await this.states.byClerkIds([clerkId])).get(clerkId) ?? [];
    if (row === undefined || organizationClerkId === null) return;
    await this.apply({
      id: clerkId,
      organizationId: organizationClerkId,
      emailAddress: row.emailAddress,
      role: row.organizationRole,
      status: 'revoked',
      ownId: null,
      inviterId: null,
      acceptedBy: null,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      expiresAt: row.expiresAt,
    });
  }
}
