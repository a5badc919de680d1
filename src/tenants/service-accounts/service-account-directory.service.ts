import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import {
  AuthorizationModels,
  type ClerkCredential,
  type RightsSource,
  type ServiceAccountDirectory,
  type ServiceAccountRecord,
  systemScope,
} from '#auth';
import type { RoleRecord } from '#libs/authz';
import { type NamedStatement, UnitOfWork, WriteBehind } from '#libs/database';
import { type KeyUse, ServiceAccountKeysStore } from './service-account-keys.store.js';

/** The account's own columns stand in the first row of an answer; each row tells of one thing that was given, if any was. */
interface Row {
  account_id: string;
  key_id: string;
  digest: Buffer | null;
  state: ServiceAccountRecord['state'];
  expires_at: Date | null;
  allowed_networks: string[];
  organization_id: string | null;
  organization_status: string | null;
  organization_networks: string[];
  on_behalf_of: string | null;
  issuer_id: string | null;
  /** Null for whoever may not act. */
  issuer_clerk_id: string | null;
  model_id: string | null;
  grant_id: string | null;
  grant_role: string;
  grant_permissions: string[] | null;
  grant_property_id: string | null;
  grant_expires_at: Date | null;
  giver_id: string | null;
  giver_clerk_id: string | null;
  role_scope_kind: RoleRecord['scopeKind'] | null;
  role_permissions: string[] | null;
}

/** A row that tells of something given. */
type GrantRow = Row & { grant_id: string };

const LOOKUP: NamedStatement = {
  name: 'service account look-up',
  text: 'select * from app.key_of_service_account($1)',
};

/** The same for a key of the platform. */
const LOOKUP_OF_PLATFORM: NamedStatement = {
  name: 'platform account look-up',
  text: 'select * from app.platform_account_key_lookup($1)',
};

/** The same account look-up, by what Clerk calls the credential. */
const LOOKUP_OF_CLERK: NamedStatement = {
  name: 'service account look-up by Clerk',
  text: 'select * from app.key_of_service_account(app.service_account_of_clerk($1, $2, $3))',
};

const WRITE_AFTER_MS = 5_000;
const ONCE_IN_MS = 60_000;
/** Keys whose uses are remembered; beyond that some are written more often than once a minute. */
const CAPACITY = 10_000;

/** Whose key is this, by one look-up (`app.key_of_service_account`, see its migration); and when it was used last. */
@Injectable()
export class ServiceAccountDirectoryService extends WriteBehind implements ServiceAccountDirectory {
  private readonly notedAt = new Map<string, number>();
  /** Organizations, null for the platform, by the ids of keys that were used. */
  private waiting = new Map<string, string | null>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly models: AuthorizationModels,
    private readonly keys: ServiceAccountKeysStore,
    private readonly logger: PinoLogger,
  ) {
    super(WRITE_AFTER_MS);
  }

  async find(publicId: string): Promise<ServiceAccountRecord | null> {
    const found = await this.unitOfWork.unscoped<Row>(LOOKUP, [publicId]);
    if (found.length > 0) return this.recordOf(found, null);
    return this.recordOf(await this.unitOfWork.unscoped<Row>(LOOKUP_OF_PLATFORM, [publicId]), null);
  }

  async findByClerk({
    kind,
    holder,
    subject,
    scopes,
  }: ClerkCredential): Promise<ServiceAccountRecord | null> {
    const rows = await this.unitOfWork.unscoped<Row>(LOOKUP_OF_CLERK, [kind, holder, subject]);
    // Of an API key alone scopes are permissions: those of a machine are machines, those of OAuth are about profiles.
    const narrowed = kind === 'api_key' && scopes.length > 0 ? scopes : null;
    return this.recordOf(rows, narrowed);
  }

  private async recordOf(
    rows: readonly Row[],
    scopes: readonly string[] | null,
  ): Promise<ServiceAccountRecord | null> {
    const [row] = rows;
    if (row === undefined) return null;
    const granted = rows.filter((each): each is GrantRow => each.grant_id !== null);
    return {
      accountId: row.account_id,
      keyId: row.key_id,
      digest: row.digest,
      state: row.state,
      expiresAt: row.expires_at,
      allowedNetworks: row.allowed_networks,
      organizationId: row.organization_id,
      organizationStatus: row.organization_status,
      policyNetworks: row.organization_networks,
      onBehalfOf: row.on_behalf_of,
      issuer: personOf(row.issuer_id, row.issuer_clerk_id),
      grants: granted.map((grant) => ({
        role: grant.grant_permissions === null ? grant.grant_role : roleOfAgent(grant.grant_id),
        propertyId: grant.grant_property_id,
        expiresAt: grant.grant_expires_at,
        giver: personOf(grant.giver_id, grant.giver_clerk_id),
      })),
      scopes,
      storedRoles: granted.flatMap((grant) => storedRoleOf(grant, row.organization_id) ?? []),
      model: await this.models.of(row.model_id),
    };
  }

  used({ organizationId, keyId }: ServiceAccountRecord): void {
    const now = performance.now();
    if (now - (this.notedAt.get(keyId) ?? -Infinity) < ONCE_IN_MS) return;
    if (this.notedAt.size >= CAPACITY) this.notedAt.clear();
    this.notedAt.set(keyId, now);
    this.waiting.set(keyId, organizationId);
    this.schedule();
  }

  protected async write(isLast: boolean): Promise<boolean> {
    const waiting = this.waiting;
    if (waiting.size === 0) return false;
    this.waiting = new Map();
    const uses: KeyUse[] = [];
    const ofPlatform: string[] = [];
    for (const [keyId, organizationId] of waiting) {
      if (organizationId === null) ofPlatform.push(keyId);
      else uses.push({ organizationId, keyId });
    }
    try {
      await this.unitOfWork.run(systemScope('auth'), async () => {
        await this.keys.markUsed(uses);
        await this.keys.markUsedOfPlatform(ofPlatform);
      });
      return false;
    } catch (error) {
      this.logger.warn({ err: error, keys: waiting.size }, 'the last use of keys could not be written');
      if (isLast) return false;
      for (const [keyId, organizationId] of waiting) this.waiting.set(keyId, organizationId);
      return true;
    }
  }
}

/**
 * The role behind a grant where the catalogue does not hold it: one that the organization made, or what an agent was handed
 * at one place, which is a role that nobody else can hold, since no other has such a key.
 */
function storedRoleOf(grant: GrantRow, organizationId: string | null): RoleRecord | null {
  const { grant_permissions: handed, role_permissions: permissions, role_scope_kind: scopeKind } = grant;
  if (handed !== null) {
    const kind = grant.grant_property_id === null ? 'organization' : 'property';
    return { key: roleOfAgent(grant.grant_id), scopeKind: kind, permissions: handed, organizationId };
  }
  if (permissions === null || scopeKind === null) return null;
  return { key: grant.grant_role, scopeKind, permissions, organizationId };
}

function roleOfAgent(grantId: string): string {
  return `agent ${grantId}`;
}

function personOf(userId: string | null, clerkUserId: string | null): RightsSource | null {
  return userId === null || clerkUserId === null ? null : { userId, clerkUserId };
}
