import type { components } from '@tenantry/client';

type Schemas = components['schemas'];

/** What the service answers, by the names that pages use. */
export type Me = Schemas['MeResponse'];
export type Property = Schemas['PropertyResponse'];
export type Person = Schemas['PersonWithAccess'];
export type Member = Schemas['MemberResponse'];
export type Grant = Schemas['GrantResponse'];
export type Role = Schemas['RoleResponse'];
export type PermissionWords = Schemas['PermissionResponse'];
export type Derivation = Schemas['DerivationResponse'];
export type Remedy = Schemas['RemedyResponse'];
export type Invitation = Schemas['InvitationResponse'];
export type AuditEntry = Schemas['AuditEntryResponse'];
export type { Explanation } from '@tenantry/client';

/** A property and its organization, by our ids. */
export interface Place {
  readonly organizationId: string;
  readonly propertyId: string;
}
