import type { Person, Target } from './people.js';
import type { QuietTenants } from './quiet-app.js';
import type { Tenant } from './tenants.js';

/** Where a request is made: by whom, on what, and the objects that it may change. */
export interface Scene extends Target {
  readonly person: Pick<Person, 'email'>;
  /** Somebody without an organization. */
  readonly spare: string;
  /** A member of the organization with property:staff on the property. */
  readonly spareMember: string;
  /** Rows that were made for this. */
  readonly fixtures: Fixtures;
  readonly world: QuietTenants;
  /** Differs each time. */
  readonly unique: string;
}

/** Objects that every target has one of, by property id. */
export interface Fixtures {
  readonly invitationToOrganization: ReadonlyMap<string, string>;
  readonly invitationToProperty: ReadonlyMap<string, string>;
  /** A webhook delivery that was applied. */
  readonly deliveryId: string;
  /** Asked for by people of whom none stands in a column. */
  readonly exportId: string;
  readonly erasureId: string;
  readonly holdId: string;
  /** A comparison with Clerk whose plan waits. */
  readonly reconciliationId: string;
  readonly correctionId: string;
  readonly bulkId: string;
  /** A packed export of each organization, by its id. */
  readonly exportOfOrganization: ReadonlyMap<string, string>;
  /** A group of each organization that requests may change, by its id. */
  readonly groupOf: ReadonlyMap<string, GroupFixture>;
  /** An endpoint for events of each organization, by its id; by the empty text that of the platform. */
  readonly endpointOf: ReadonlyMap<string, EndpointFixture>;
  /** A service account of each organization and each property that requests may change, by its id. */
  readonly accountOf: ReadonlyMap<string, AccountFixture>;
  /** What nothing above stands for and a POST of the matrix makes: for each property, ids by the name in the path. */
  readonly madeByPost: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** An endpoint that requests may change. */
export interface EndpointFixture {
  readonly endpointId: string;
}

export interface GroupFixture {
  readonly groupId: string;
  /** Another one. */
  readonly memberGroupId: string;
}

export interface AccountFixture {
  readonly accountId: string;
  readonly keyId: string;
  readonly grantId: string;
  /** Of the organization's admin. */
  readonly agentId: string;
}

/** The two roles of its own that each organization has. */
export const roleOnProperty = ({ slug }: Tenant) => `property:${slug}_night`;
export const roleOnOrganization = ({ slug }: Tenant) => `org:${slug}_watch`;
