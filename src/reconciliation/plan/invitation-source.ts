import { Injectable } from '@nestjs/common';
import { ClerkDirectory, type ClerkInvitation, type ListPage } from '#libs/clerk';
import { InvitationStatesService } from '#tenants';
import { TombstoneLookupService } from '#users';
import { compareInvitation } from '../compare/compare-invitation.rule.js';
import { findingOf } from '../compare/finding.js';
import type { Finding } from '../records/reconciliation-item.entity.js';
import type { KindSource, PageFindings } from './kind-source.js';
import { OffsetSource } from './offset-source.js';

/** Invitations of the whole instance; only the open ones here can be extra, the settled ones are history. */
@Injectable()
export class InvitationSource extends OffsetSource<ClerkInvitation> implements KindSource<ClerkInvitation> {
  readonly kind = 'invitation';

  constructor(
    private readonly directory: ClerkDirectory,
    readonly states: InvitationStatesService,
    private readonly tombstones: TombstoneLookupService,
  ) {
    super();
  }

  count(): Promise<number> {
    return this.directory.countInvitations();
  }

  async compare(invitations: readonly ClerkInvitation[]): Promise<PageFindings> {
    const states = await this.states.byClerkIds(invitations.map(({ id }) => id));
    const unknown = invitations.filter(({ id }) => !states.has(id));
    const tombstoned = await this.tombstones.among('organization', [
      ...new Set(unknown.map(({ organizationId }) => organizationId)),
    ]);
    const findings: Finding[] = [];
    for (const invitation of invitations) {
      const { id, organizationId: organizationClerkId, updatedAt: clerk } = invitation;
      const rows = states.get(id);
      if (rows === undefined) {
        if (tombstoned.has(organizationClerkId)) continue;
        findings.push(
          findingOf('invitation', 'missing', id, { clerk, mirrored: null }, { organizationClerkId }),
        );
        continue;
      }
      const fields = compareInvitation(invitation, rows);
      if (fields.length === 0) continue;
      const times = { clerk, mirrored: null };
      findings.push(findingOf('invitation', 'different', id, times, { organizationClerkId, fields }));
    }
    const ended = unknown.filter(({ organizationId }) => tombstoned.has(organizationId));
    return { findings, tombstoned: ended.length };
  }

  async extras(clerkIds: readonly string[]): Promise<Finding[]> {
    const states = await this.states.byClerkIds(clerkIds);
    return clerkIds.flatMap((id) => {
      const [row] = states.get(id) ?? [];
      if (row === undefined) return [];
      const { organizationClerkId, updatedAt: mirrored } = row;
      return findingOf('invitation', 'extra', id, { clerk: null, mirrored }, { organizationClerkId });
    });
  }

  async confirm({
    clerkId,
    organizationClerkId,
  }: Pick<Finding, 'clerkId' | 'organizationClerkId'>): Promise<ClerkInvitation | null> {
    if (organizationClerkId === null) throw new Error('an invitation without its organization');
    return this.directory.findInvitation(organizationClerkId, clerkId);
  }

  protected list(offset: number, newestFirst: boolean): Promise<ListPage<ClerkInvitation>> {
    return this.directory.listInvitations(offset, { newestFirst });
  }
}
