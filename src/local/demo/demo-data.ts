import type { PlatformRoleKey } from '#auth';

export interface DemoProperty {
  readonly slug: string;
  readonly name: string;
  /** IANA name. */
  readonly timezone: string;
}

export interface DemoOrganization {
  readonly slug: string;
  readonly name: string;
  /** The e-mail of the person who made it, its `org:admin`. */
  readonly admin: string;
  readonly properties: readonly DemoProperty[];
}

export interface DemoPerson {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Membership of an organization, by its slug. */
  readonly member?: { readonly of: string; readonly role: string };
  /** A role on one property of that organization, by its slug. */
  readonly grant?: { readonly on: string; readonly role: string };
  readonly platformRole?: PlatformRoleKey;
}

/** Two organizations that must never see each other, with two properties each. */
export const demoOrganizations: readonly DemoOrganization[] = [
  {
    slug: 'harbour',
    name: 'Harbour Hotels',
    admin: 'olivia@harbour.test',
    properties: [
      { slug: 'seaside', name: 'Seaside', timezone: 'Europe/Lisbon' },
      { slug: 'old-town', name: 'Old Town', timezone: 'Europe/Lisbon' },
    ],
  },
  {
    slug: 'alpine',
    name: 'Alpine Lodges',
    admin: 'anton@alpine.test',
    properties: [
      { slug: 'glacier', name: 'Glacier', timezone: 'Europe/Vienna' },
      { slug: 'valley', name: 'Valley', timezone: 'Europe/Vienna' },
    ],
  },
];

const inHarbour = (role: string) => ({ of: 'harbour', role });
const inAlpine = (role: string) => ({ of: 'alpine', role });

/** A person for every role. */
export const demoPeople: readonly DemoPerson[] = [
  { email: 'olivia@harbour.test', firstName: 'Olivia', lastName: 'Marsh', member: inHarbour('org:admin') },
  {
    email: 'mark@harbour.test',
    firstName: 'Mark',
    lastName: 'Ferry',
    member: inHarbour('org:member'),
    grant: { on: 'seaside', role: 'property:manager' },
  },
  {
    email: 'sam@harbour.test',
    firstName: 'Sam',
    lastName: 'Reed',
    member: inHarbour('org:member'),
    grant: { on: 'seaside', role: 'property:staff' },
  },
  {
    email: 'vera@harbour.test',
    firstName: 'Vera',
    lastName: 'Quay',
    member: inHarbour('org:member'),
    grant: { on: 'old-town', role: 'property:viewer' },
  },
  { email: 'anton@alpine.test', firstName: 'Anton', lastName: 'Firn', member: inAlpine('org:admin') },
  {
    email: 'greta@alpine.test',
    firstName: 'Greta',
    lastName: 'Moser',
    member: inAlpine('org:member'),
    grant: { on: 'glacier', role: 'property:manager' },
  },
  { email: 'owner@tenantry.test', firstName: 'Ona', lastName: 'Keel', platformRole: 'owner' },
  { email: 'admin@tenantry.test', firstName: 'Ada', lastName: 'Holt', platformRole: 'admin' },
  { email: 'operator@tenantry.test', firstName: 'Otis', lastName: 'Priority', platformRole: 'operator' },
  { email: 'compliance@tenantry.test', firstName: 'Cora', lastName: 'Finch', platformRole: 'compliance' },
  { email: 'nina@nowhere.test', firstName: 'Nina', lastName: 'Stray' },
];

/** The owner of the platform by the settings, from whom the others have their roles. */
export const demoPlatformOwner = 'owner@tenantry.test';
