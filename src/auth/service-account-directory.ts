import type { RoleRecord } from '#libs/authz';
import type { AuthorizationModel } from './authorization-model.js';
import type { ClerkCredential } from './clerk-token-verifier.js';

/** A person behind a right of a service account, by our id and Clerk's. */
export interface RightsSource {
  readonly userId: string;
  readonly clerkUserId: string;
}

/** What our tables know about a key of a service account. */
export interface ServiceAccountRecord {
  readonly accountId: string;
  readonly keyId: string;
  /** SHA-256 of the key; null for a credential that Clerk keeps. */
  readonly digest: Buffer | null;
  /** By the database's clock; what is not `active` opens nothing. */
  readonly state: 'active' | 'expired' | 'revoked';
  readonly expiresAt: Date | null;
  /** Networks the key may be used from, in CIDR notation; empty: from everywhere. */
  readonly allowedNetworks: readonly string[];
  /** Null: of the platform. */
  readonly organizationId: string | null;
  readonly organizationStatus: string | null;
  /** Those of the sign-in policy of its organization, or of the platform's; empty: from everywhere. */
  readonly policyNetworks: readonly string[];
  /** Our id of the member in whose name an agent acts; null for an account of the organization. */
  readonly onBehalfOf: string | null;
  /** Who made the key; null once that person is erased, or while they may not act. */
  readonly issuer: RightsSource | null;
  /** What the account was given and holds now. */
  readonly grants: readonly {
    readonly role: string;
    /** Null: on the organization, or on the platform. */
    readonly propertyId: string | null;
    readonly expiresAt: Date | null;
    /** Who gave it; null once that person is erased. */
    readonly giver: RightsSource | null;
  }[];
  /** Permissions that the API key of Clerk that came is bounded to; null: to none in particular. */
  readonly scopes: readonly string[] | null;
  /** What those of its roles carry that the organization made. */
  readonly storedRoles: readonly RoleRecord[];
  /** What the permissions and roles mean. */
  readonly model: AuthorizationModel;
}

/** Answers whose key this is. The module that owns the tables fills it in (`app.module.ts`). */
export abstract class ServiceAccountDirectory {
  /** One indexed query, a second one for keys of the platform; never cached. Null when there is no key of that public id. */
  abstract find(publicId: string): Promise<ServiceAccountRecord | null>;
  /**
   * The same for a token of Clerk that was verified: of an account that it was linked to, for the person or organization
   * that Clerk made it for. Null when it is linked to none.
   */
  abstract findByClerk(credential: ClerkCredential): Promise<ServiceAccountRecord | null>;
  /** Notes that a key was used; writes later, and at most once a minute for each key. */
  abstract used(account: ServiceAccountRecord): void;
}
