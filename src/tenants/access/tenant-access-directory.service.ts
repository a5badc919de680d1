import { Injectable } from '@nestjs/common';
import {
  type AccessDirectory,
  type AccessRecord,
  AuthorizationModels,
  defaultPlatformPolicy,
  type HeldRoleRecord,
  type PathTarget,
  type SignInPolicy,
} from '#auth';
import { Environment } from '#settings';
import type { RoleRecord } from '#libs/authz';
import { type NamedStatement, UnitOfWork } from '#libs/database';

interface Row {
  user_id: string;
  can_act: boolean;
  sessions_invalid_before: Date | null;
  session_status: string | null;
  session_began_at: Date | null;
  looked_up_at: Date;
  two_factor_enabled: boolean;
  platform_roles: string[];
  organization_id: string | null;
  organization_clerk_id: string | null;
  organization_status: string;
  organization_role: string | null;
  organization_grants: HeldJson[] | null;
  property_id: string | null;
  property_status: string;
  property_grants: HeldJson[] | null;
  stored_roles: RoleRecord[] | null;
  model_id: string | null;
  platform_sign_in: SignInPolicy | null;
  organization_sign_in: SignInPolicy | null;
}

/** A grant as PostgreSQL writes it into JSON. */
interface HeldJson {
  role: string;
  expiresAt: string | null;
  /** Told of grants by groups only. */
  byClerkRole?: string | null;
}

const LOOKUP: NamedStatement = {
  name: 'access look-up',
  text: 'select * from app.access_lookup($1, $2, $3, $4, $5)',
};

/** The one access query (`app.access_lookup`, see its migration): who is this, and what do they hold on the path? */
@Injectable()
export class TenantAccessDirectoryService implements AccessDirectory {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly models: AuthorizationModels,
    private readonly environment: Environment,
  ) {}

  async find(clerkUserId: string, sessionId: string, target: PathTarget): Promise<AccessRecord | null> {
    const [row] = await this.unitOfWork.unscoped<Row>(LOOKUP, [
      clerkUserId,
      sessionId,
      target.organizationId,
      target.organizationClerkId,
      target.propertyId,
    ]);
    if (row === undefined) return null;
    return {
      userId: row.user_id,
      canAct: row.can_act,
      sessionsInvalidBefore: row.sessions_invalid_before,
      sessionStatus: row.session_status,
      sessionBeganAt: row.session_began_at,
      lookedUpAt: row.looked_up_at,
      twoFactorEnabled: row.two_factor_enabled,
      platformRoles: row.platform_roles,
      signInPolicies: {
        platform:
          row.platform_roles.length === 0
            ? null
            : (row.platform_sign_in ?? defaultPlatformPolicy(this.environment.isProduction)),
        organization: row.organization_sign_in,
      },
      organization:
        row.organization_id === null
          ? null
          : {
              id: row.organization_id,
              clerkId: row.organization_clerk_id,
              status: row.organization_status,
              role: row.organization_role,
              grants: readHeld(row.organization_grants),
            },
      property:
        row.property_id === null
          ? null
          : {
              id: row.property_id,
              status: row.property_status,
              grants: readHeld(row.property_grants),
            },
      storedRoles: row.stored_roles ?? [],
      model: await this.models.of(row.model_id),
    };
  }
}

function readHeld(held: HeldJson[] | null): HeldRoleRecord[] {
  return (held ?? []).map(({ role, expiresAt, byClerkRole = null }) => ({
    role,
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
    byClerkRole,
  }));
}
