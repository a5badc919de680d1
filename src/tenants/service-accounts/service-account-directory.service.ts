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
  issuer_clerk_id: string | null;
  grants: GrantJson[] | null;
  stored_roles: RoleRecord[] | null;
  model_id: string | null;
}

interface GrantJson {
  id: string;
  role: string;
  permissions: string[] | null;
  propertyId: string | null;
  expiresAt: string | null;
  giverId: string | null;
  giverClerkId: string | null;
}

const LOOKUP: NamedStatement = {
  name: 'service account look-up',
  text: 'select * from app.service_account_lookup($1)',
};

/** The same for a key of the platform. */
const LOOKUP_OF_PLATFORM: NamedStatement = {
  name: 'platform account look-up',
  text: 'select * from app.platform_account_lookup($1)',
};

/** The same account look-up, by what Clerk calls the credential. */
const LOOKUP_OF_CLERK: NamedStatement = {
  name: 'service account look-up by Clerk',
  text: 'select * from app.service_account_lookup(app.service_account_of_clerk($1, $2, $3))',
};

const WRITE_AFTER_MS = 5_000;
const ONCE_IN_MS = 60_000;
/** Keys whose uses are remembered; beyond that some are written more often than once a minute. */
const CAPACITY = 10_000;

/** Whose key is this, by one look-up (`app.service_account_lookup`, see its migration); and when it was used last. */
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
    const [row] = await this.unitOfWork.unscoped<Row>(LOOKUP, [publicId]);
    if (row !== undefined) return this.recordOf(row, null);
    const [ofPlatform] = await this.unitOfWork.unscoped<Row>(LOOKUP_OF_PLATFORM, [publicId]);
    return ofPlatform === undefined ? null : this.recordOf(ofPlatform, null);
  }

  async findByClerk({
    kind,
    holder,
    subject,
    scopes,
  }: ClerkCredential): Promise<ServiceAccountRecord | null> {
    const [row] = await this.unitOfWork.unscoped<Row>(LOOKUP_OF_CLERK, [kind, holder, subject]);
    // Of an API key alone scopes are permissions: those of a machine are machines, those of OAuth are about profiles.
    const narrowed = kind === 'api_key' && scopes.length > 0 ? scopes : null;
    return row === undefined ? null : this.recordOf(row, narrowed);
  }

  private async recordOf(row: Row, scopes: readonly string[] | null): Promise<ServiceAccountRecord> {
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
      grants: (row.grants ?? []).map((grant) => ({
        role: grant.permissions === null ? grant.role : roleOfAgent(grant.id),
        propertyId: grant.propertyId,
        expiresAt: grant.expiresAt === null ? null : new Date(grant.expiresAt),
        giver: personOf(grant.giverId, grant.giverClerkId),
      })),
      scopes,
      storedRoles: [...(row.stored_roles ?? []), ...rolesOfAgent(row)],
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

/** What an agent was handed at one place, as a role that nobody else can hold: no other role has such a key. */
function rolesOfAgent({ grants, organization_id: organizationId }: Row): RoleRecord[] {
  return (grants ?? []).flatMap(({ id, permissions, propertyId }) =>
    permissions === null
      ? []
      : [
          {
            key: roleOfAgent(id),
            scopeKind: propertyId === null ? 'organization' : 'property',
            permissions,
            organizationId,
          } as const,
        ],
  );
}

function roleOfAgent(grantId: string): string {
  return `agent ${grantId}`;
}

function personOf(userId: string | null, clerkUserId: string | null): RightsSource | null {
  return userId === null || clerkUserId === null ? null : { userId, clerkUserId };
}
