import type { ClerkEmulatorControl } from '@tenantry/clerk-emulator';
import { DemoApi, type DemoAnswer } from './demo-api.js';
import { putDemoIntoClerk, putPerson, type DemoClerkIds } from './demo-clerk.js';
import {
  demoOrganizations,
  demoPeople,
  demoPlatformOwner,
  type DemoOrganization,
  type DemoPerson,
} from './demo-data.js';
import { DemoMarker } from './demo-marker.js';
import { eventually, NotYet } from './eventually.js';

/** Where a start that was interrupted meanwhile ends. */
export interface Interruptible {
  /** Throws when it was. */
  checkpoint(): void;
}

/**
 * The demo data: people and organizations in the local Clerk, everything else through the service's own routes with
 * those people's tokens. A seed that was cut short is completed at the next start; a complete one is left alone.
 */
export class DemoSeed {
  private readonly api: DemoApi;
  private marker: DemoMarker | undefined;

  constructor(
    private readonly start: Interruptible,
    private readonly control: ClerkEmulatorControl,
    apiUrl: string,
  ) {
    this.api = new DemoApi(control, apiUrl);
  }

  async open(directory: string, databaseUrl: string, clerkInstanceId: string): Promise<void> {
    this.marker = await DemoMarker.open(directory, databaseUrl, clerkInstanceId);
  }

  /** The Clerk id of the platform's owner, made if need be; undefined when somebody deleted that person since. */
  platformOwner(): string | undefined {
    if (this.marker?.isSet() !== true) return putPerson(this.control, demoPlatformOwner);
    const owner = this.control.state().users.find((user) => holdsAddress(user, demoPlatformOwner));
    return typeof owner?.['id'] === 'string' ? owner['id'] : undefined;
  }

  /** Adds what is missing, while the service runs. */
  async complete(): Promise<void> {
    if (this.marker?.isSet() === true) return;
    const ids = putDemoIntoClerk(this.control);
    await this.giveOwner();
    for (const organization of demoOrganizations) await this.completeOrganization(organization, ids);
    for (const { email, platformRole } of demoPeople) {
      if (platformRole === undefined || email === demoPlatformOwner) continue;
      await this.expect(`the platform role of ${email}`, [204], () =>
        this.api.call(
          demoPlatformOwner,
          'PUT',
          `/users/${idOf(ids.people, email)}/platform-roles/${platformRole}`,
        ),
      );
    }
    this.marker?.set();
  }

  /** The service learns of its owner at their first request, if not by webhook. */
  private giveOwner(): Promise<DemoAnswer> {
    return this.expect(`the account of ${demoPlatformOwner}`, [200], () =>
      this.api.call(demoPlatformOwner, 'GET', '/me'),
    );
  }

  private async completeOrganization(organization: DemoOrganization, ids: DemoClerkIds): Promise<void> {
    const path = `/organizations/${idOf(ids.organizations, organization.slug)}`;
    const members = demoPeople.filter(({ member }) => member?.of === organization.slug);
    await this.waitForMembers(
      organization,
      path,
      members.map(({ email }) => idOf(ids.people, email)),
    );
    for (const property of organization.properties) {
      await this.expect(`the property ${property.name}`, [201, 409], () =>
        this.api.call(organization.admin, 'POST', `${path}/properties`, property),
      );
    }
    const properties = await this.list<{ id: string; slug: string }>(organization, `${path}/properties`);
    for (const { email, grant } of members) {
      const property = grant && properties.find(({ slug }) => slug === grant.on);
      if (property === undefined) continue;
      const grantPath = `${path}/properties/${property.id}/grants/${idOf(ids.people, email)}`;
      await this.expect(`the role of ${email}`, [200], () =>
        this.api.call(organization.admin, 'PUT', grantPath, { role: grant?.role }),
      );
    }
  }

  private async waitForMembers(
    organization: DemoOrganization,
    path: string,
    clerkUserIds: readonly string[],
  ): Promise<void> {
    await eventually(`the people of ${organization.name}`, this.checkpoint, async () => {
      const members = await this.api.list<{ clerkUserId: string }>(organization.admin, `${path}/members`);
      if (!isList(members)) return new NotYet(members);
      const known = new Set(members.map(({ clerkUserId }) => clerkUserId));
      return clerkUserIds.every((id) => known.has(id)) || new NotYet(undefined);
    });
  }

  private list<Row>(organization: DemoOrganization, path: string): Promise<readonly Row[]> {
    return eventually(`a list of ${organization.name}`, this.checkpoint, async () => {
      const rows = await this.api.list<Row>(organization.admin, path);
      return isList(rows) ? rows : new NotYet(rows);
    });
  }

  /** A call whose answer has to be one of these in the end. */
  private expect(
    what: string,
    statuses: readonly number[],
    call: () => Promise<DemoAnswer>,
  ): Promise<DemoAnswer> {
    return eventually(what, this.checkpoint, async () => {
      const answer = await call();
      return statuses.includes(answer.status) ? answer : new NotYet(answer);
    });
  }

  private readonly checkpoint = (): void => {
    this.start.checkpoint();
  };
}

function isList<Row>(rows: readonly Row[] | DemoAnswer): rows is readonly Row[] {
  return Array.isArray(rows);
}

function idOf(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`${key} is not in the demo data`);
  return id;
}

function holdsAddress(user: Readonly<Record<string, unknown>>, email: DemoPerson['email']): boolean {
  const addresses = user['email_addresses'] as readonly { email_address: string }[];
  return addresses.some((address) => address.email_address === email);
}
