import { Injectable } from '@nestjs/common';
import { AppError } from '#libs/http';
import { type AccessRecord, MembershipResolver } from './access-directory.js';
import { withRole } from './access.rule.js';
import { lesserRole } from './lesser-role.rule.js';
import type { SessionClaims } from './session-claims.js';

const MAX_SETTLED = 10_000;

/**
 * The token tells the role that Clerk gave when it was minted, the mirror the one that was heard of last. Where they
 * differ, Clerk is asked once for that token; while it cannot answer, the lesser of the two holds.
 */
@Injectable()
export class RoleConflictResolver {
  /** Tokens for which Clerk was asked after they were minted: there the mirror is right and the token is old. */
  private readonly settled = new Set<string>();

  constructor(private readonly memberships: MembershipResolver) {}

  /** @param again looks the record up anew, once the mirror was brought to Clerk's answer */
  async settle(
    record: AccessRecord,
    claims: SessionClaims,
    again: () => Promise<AccessRecord | null>,
  ): Promise<AccessRecord | null> {
    const { organization } = record;
    const told = claims.activeOrganization;
    if (organization?.clerkId == null || told?.clerkId !== organization.clerkId) return record;
    if (told.role === organization.role) return record;
    const key = [claims.clerkUserId, claims.issuedAt, organization.id, told.role, organization.role].join(
      ' ',
    );
    if (this.settled.has(key)) return record;
    try {
      const isMember = await this.memberships.resolve(claims.clerkUserId, organization.clerkId);
      if (!isMember) return withRole(record, null);
    } catch (error) {
      if (!(error instanceof AppError) || error.status !== 503) throw error;
      return withRole(record, lesserRole(told.role, organization.role, record, organization.id));
    }
    const fresh = await again();
    this.remember([key.slice(0, key.lastIndexOf(' ')), fresh?.organization?.role].join(' '));
    return fresh;
  }

  private remember(key: string): void {
    if (this.settled.size >= MAX_SETTLED) this.settled.clear();
    this.settled.add(key);
  }
}
