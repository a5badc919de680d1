import { Injectable } from '@nestjs/common';
import { organizationScope, type Scope, type Subject } from '#libs/authz';
import type { OrganizationScope } from '#libs/database';
import { provenOrganization } from '#libs/database/scopes';
import type { AppError } from '#libs/http';
import { AccessDirectory, AccessLog } from './access-directory.js';
import { mayKnow, scopeOf, subjectOf, withRole } from './access.rule.js';
import { authErrors } from './auth.errors.js';
import type { AuthorizationModel } from './authorization-model.js';
import type { Caller } from './caller.js';
import type { Reference } from './reference.js';

/** What a caller says of their support access, and by which route (method and pattern, without values). */
export interface SupportAccess {
  /** `X-Access-Reason`, null when it is missing or no sentence. */
  readonly reason: string | null;
  readonly route: string;
}

/** Somebody's way into one organization. */
export interface ResolvedAccess {
  /** Shows the organization's rows; what of them this person may know is still to be decided for each place. */
  readonly scope: OrganizationScope;
  /** Roles on the platform that count for what they may see here: none without a stated reason. */
  readonly supportRoles: readonly string[];
  /** All of their roles on the platform: what they may do here once they state a reason. */
  readonly platformRoles: readonly string[];
  /** What permissions and roles mean. */
  readonly model: AuthorizationModel;
  /** The database's time: what runs out is decided by it. */
  readonly now: Date;
  /** Their own rights at the place that was named, as the guard would see them. */
  readonly own: {
    /** Null for a property that is not the organization's. */
    readonly place: Scope | null;
    /** Nobody does anything on an archived property. */
    readonly isArchived: boolean;
    /** For what they may know: with platform roles on support access with a stated reason only. */
    readonly visibility: Subject;
    /** For what they may do. */
    readonly subject: Subject;
  };
}

/**
 * Proves a scope for the routes under `/api/v1/access`, which by contract name organization and property in body or
 * query. They are the only ones whose scope does not come from the path; the guard's rules hold here as well: one
 * look-up for each request, 404 for what one may not know, a stated reason and a trace for platform staff.
 */
@Injectable()
export class ScopeProver {
  constructor(
    private readonly directory: AccessDirectory,
    private readonly log: AccessLog,
  ) {}

  /**
   * @param propertyId the property that is asked about; null where it is the organization or several properties
   * @throws AppError 404 for everybody who is neither a member nor platform staff, 403 for a suspended organization
   * and for staff who state no reason
   */
  async enter(
    caller: Caller,
    organization: Reference,
    support: SupportAccess,
    propertyId: string | null = null,
  ): Promise<ResolvedAccess> {
    const found = await this.directory.find(caller.clerkUserId, caller.sessionId, {
      organizationId: organization.kind === 'id' ? organization.id : null,
      organizationClerkId: organization.kind === 'clerk' ? organization.clerkId : null,
      propertyId,
    });
    if (found?.organization == null) throw await this.refuse(caller, support, null, authErrors.notFound());
    const { id, status } = found.organization;
    // In a suspended organization nobody holds anything but what they hold on the platform.
    const record = status === 'suspended' ? withRole(found, null) : found;
    const { platformRoles } = record;
    const isMember = record.organization?.role != null;
    const place = organizationScope(id);
    const knows = isMember || mayKnow(subjectOf(record, true), place, record.lookedUpAt);
    if (!knows) {
      const wasMember = found.organization.role !== null;
      const refusal = wasMember ? authErrors.organizationSuspended() : authErrors.notFound();
      throw await this.refuse(caller, support, id, refusal);
    }
    if (!isMember && support.reason === null) {
      throw await this.refuse(caller, support, id, authErrors.reasonRequired());
    }
    const isSupportAccess = platformRoles.length > 0 && support.reason !== null;
    if (isSupportAccess)
      await this.recordSupportAccess(caller, support, support.reason, id, record.property?.id ?? null);
    const supportRoles = isSupportAccess ? platformRoles : [];
    return {
      scope: provenOrganization(id),
      supportRoles,
      platformRoles,
      model: record.model,
      now: record.lookedUpAt,
      own: {
        place: propertyId !== null && record.property === null ? null : scopeOf(record),
        isArchived: record.property?.status === 'archived',
        visibility: subjectOf({ ...record, platformRoles: supportRoles }, true),
        subject: subjectOf(record, true),
      },
    };
  }

  /** Writes a refusal down, as the guard does with its own; returns the error to throw. */
  async refuse(
    caller: Caller,
    support: SupportAccess,
    organizationId: string | null,
    error: AppError,
    propertyId: string | null = null,
  ): Promise<AppError> {
    const { userId, impersonator } = caller;
    await this.log.denied({
      userId,
      impersonator,
      organizationId,
      propertyId,
      code: error.code,
      route: support.route,
    });
    return error;
  }

  private async recordSupportAccess(
    { userId, impersonator }: Caller,
    { route }: SupportAccess,
    reason: string,
    organizationId: string,
    propertyId: string | null,
  ): Promise<void> {
    await this.log.supportAccessed({ userId, impersonator, organizationId, propertyId, reason, route });
  }
}
