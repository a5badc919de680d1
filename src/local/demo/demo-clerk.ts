import type { ClerkEmulatorControl } from '@tenantry/clerk-emulator';
import { demoOrganizations, demoPeople } from './demo-data.js';

/** Clerk's ids of what was put into the local Clerk. */
export interface DemoClerkIds {
  /** By e-mail. */
  readonly people: ReadonlyMap<string, string>;
  /** By slug. */
  readonly organizations: ReadonlyMap<string, string>;
}

/** Puts people, organizations and memberships into the local Clerk; what is there already stays as it is. */
export function putDemoIntoClerk(control: ClerkEmulatorControl): DemoClerkIds {
  const people = new Map(demoPeople.map((person) => [person.email, putPerson(control, person.email)]));
  const organizations = new Map<string, string>();
  for (const { name, slug, admin } of demoOrganizations) {
    const createdBy = people.get(admin);
    const wanted = { name, slug, ...(createdBy !== undefined && { createdBy }) };
    organizations.set(slug, control.ensureOrganization(wanted).id);
  }
  for (const { email, member } of demoPeople) {
    const userId = people.get(email);
    const organizationId = member && organizations.get(member.of);
    if (userId === undefined || member === undefined || organizationId === undefined) continue;
    control.ensureMembership({ organizationId, userId, role: member.role });
  }
  return { people, organizations };
}

/** Puts one of the demo people into the local Clerk; answers the Clerk id. */
export function putPerson(control: ClerkEmulatorControl, email: string): string {
  const person = demoPeople.find((known) => known.email === email);
  const names = person && { firstName: person.firstName, lastName: person.lastName };
  return control.ensureUser({ email, ...names }).id;
}
