import type { INestApplicationContext } from '@nestjs/common';
import { AuthorizationModels, OWNER_ROLE, systemScope } from '#auth';
import { ClerkDirectory, ClerkTransport, type ListPage, PAGE_SIZE } from '#libs/clerk';
import { countInStretches, UnitOfWork } from '#libs/database';
import { Environment } from '#settings';
import {
  MembershipStatesService,
  OrganizationStatesService,
  RoleMirrorService,
  undeclaredPermissions,
} from '#tenants';
import { type MirrorStates, UserStatesService } from '#users';

const DAYS_30_MS = 30 * 24 * 3600 * 1000;
const NAMED = 20;

/** What an instance at Clerk holds, and what of it somebody should know before it is adopted. Ids and counts only. */
export interface Survey {
  readonly atClerk: Readonly<
    Record<'people' | 'organizations' | 'memberships' | 'invitations' | 'roles', number>
  >;
  readonly here: Readonly<Record<'people' | 'organizations' | 'memberships', number>>;
  readonly platformOwners: readonly { readonly clerkId: string; readonly isAtClerk: boolean }[];
  readonly withoutOwner: { readonly count: number; readonly first: readonly OrganizationName[] };
  readonly undeclared: readonly { readonly role: string; readonly permissions: readonly string[] }[];
  readonly bill: {
    readonly unit: 'monthly retained users';
    readonly planLimit: number;
    /** People whom Clerk has seen in the last 30 days: no month can have retained more of them. */
    readonly activeAtClerk: number;
    /** `YYYY-MM`; earlier ones cannot be rebuilt. */
    readonly firstWholeMonth: string;
  };
  /** Requests that reading everything takes. */
  readonly requests: number;
}

export interface OrganizationName {
  readonly clerkId: string;
  readonly slug: string | null;
}

/**
 * Reads an instance's lists and writes nothing, neither there nor here.
 *
 * @param onProgress called with how many objects of how many were read
 * @throws ClerkUnavailableError, ClerkSchemaError when Clerk cannot be read now
 */
export function surveyOf(
  service: INestApplicationContext,
  onProgress: (done: number, total: number) => void,
): Promise<Survey> {
  const part = <T>(type: abstract new (...dependencies: never[]) => T): T =>
    service.get(type, { strict: false });
  return part(ClerkTransport).whileNobodyIsServed(async () => {
    const directory = part(ClerkDirectory);
    const environment = part(Environment);
    const { roles } = await part(RoleMirrorService).fetch();
    const model = await part(UnitOfWork).run(systemScope('reconciliation'), () =>
      part(AuthorizationModels).current(),
    );
    const now = Date.now();
    const people = await directory.countUsers();
    const activeAtClerk = await directory.countUsers(new Date(now - DAYS_30_MS));
    const memberships = await directory.countMemberships();
    const organizations = await directory.countOrganizations();
    const invitations = await directory.countInvitations();
    const owners = await directory.findUsers(environment.platformOwners);
    const withoutOwner = await organizationsWithoutOwner(directory, onProgress, memberships + organizations);
    const countOf = (states: MirrorStates<unknown>) =>
      countInStretches((after, limit) => states.count(after, limit));
    const here = await part(UnitOfWork).run(systemScope('reconciliation'), async () => ({
      people: await countOf(part(UserStatesService)),
      organizations: await countOf(part(OrganizationStatesService)),
      memberships: await countOf(part(MembershipStatesService)),
    }));
    const pages = [people, organizations, memberships, invitations].map((count) =>
      Math.max(1, Math.ceil(count / PAGE_SIZE)),
    );
    return {
      atClerk: { people, organizations, memberships, invitations, roles: roles.length },
      here,
      platformOwners: environment.platformOwners.map((clerkId) => ({
        clerkId,
        isAtClerk: owners.some(({ id }) => id === clerkId),
      })),
      withoutOwner,
      undeclared: roles.flatMap((role) => {
        const permissions = undeclaredPermissions(model, role);
        return permissions.length === 0 ? [] : { role: role.key, permissions };
      }),
      bill: {
        unit: 'monthly retained users',
        planLimit: environment.planLimitMru,
        activeAtClerk,
        firstWholeMonth: monthAfter(new Date(now)),
      },
      requests: pages.reduce((sum, count) => sum + count, 0),
    };
  });
}

/** Memory grows with the number of organizations that have an owner, by one id for each. */
async function organizationsWithoutOwner(
  directory: ClerkDirectory,
  onProgress: (done: number, total: number) => void,
  total: number,
): Promise<Survey['withoutOwner']> {
  const owned = new Set<string>();
  let done = 0;
  const report = (read: number): void => {
    onProgress((done += read), total);
  };
  for await (const page of pagesOf((offset) => directory.listMemberships(offset))) {
    for (const { role, organization } of page) if (role === OWNER_ROLE) owned.add(organization.id);
    report(page.length);
  }
  const first: OrganizationName[] = [];
  let count = 0;
  for await (const page of pagesOf((offset) => directory.listOrganizations(offset))) {
    for (const { id, slug } of page) {
      if (owned.has(id)) continue;
      count += 1;
      if (first.length < NAMED) first.push({ clerkId: id, slug });
    }
    report(page.length);
  }
  return { count, first };
}

/** A list that is read by offset, page by page to its end. */
async function* pagesOf<T>(read: (offset: number) => Promise<ListPage<T>>): AsyncGenerator<readonly T[]> {
  for (let offset = 0; ; offset += PAGE_SIZE) {
    const { items, total } = await read(offset);
    yield items;
    if (items.length === 0 || offset + PAGE_SIZE >= (total ?? 0)) return;
  }
}

/** `YYYY-MM` of the month after a moment, in UTC. */
function monthAfter(moment: Date): string {
  return new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + 1)).toISOString().slice(0, 7);
}
