import { Injectable } from '@nestjs/common';
import {
  type ClerkInvitation,
  type ClerkMembership,
  type ClerkOrganization,
  type ClerkSession,
  type ClerkUser,
  readInvitation,
  readMembership,
  readOrganization,
  readSession,
  readUser,
} from '#libs/clerk';
import {
  type Invitation,
  InvitationMirrorService,
  MembershipMirrorService,
  type Organization,
  OrganizationMirrorService,
} from '#tenants';
import { SessionMirrorService, UserLookupService, UserStatesService } from '#users';
import { completed, completedUser, isUntold, isWholeUser, partOf } from './told-payload.rule.js';

/** Clerk's ids of the two that a membership connects; undefined: nobody here knows. */
export interface Sides {
  readonly userId: string | undefined;
  readonly organizationId: string | undefined;
}

/** Clerk's id of the organization of an invitation, and whether enough is known to apply what is told of it. */
export interface InvitationTarget {
  readonly organizationId: string | undefined;
  readonly isWhole: boolean;
}

/** What is filled in of an organization. */
const OF_ORGANIZATION = ['name', 'slug', 'max_allowed_memberships', 'created_at', 'updated_at'];

/** A role that an event does not tell. */
export const UNTOLD_ROLE = '';

/**
 * The objects of events, read in the open transaction: what an event leaves out is taken from the mirror, or follows
 * from the kind of event. The caller keeps others from the object meanwhile.
 *
 * @throws ClerkSchemaError for what cannot be known and is needed, e.g. whose session it is
 */
@Injectable()
export class ToldObjectsService {
  constructor(
    private readonly users: UserLookupService,
    private readonly userStates: UserStatesService,
    private readonly organizations: OrganizationMirrorService,
    private readonly memberships: MembershipMirrorService,
    private readonly invitations: InvitationMirrorService,
    private readonly sessions: SessionMirrorService,
  ) {}

  async user(payload: unknown, clerkId: string, eventAt: Date): Promise<ClerkUser> {
    if (isWholeUser(payload)) return readUser(payload);
    const known = (await this.userStates.byClerkIds([clerkId])).get(clerkId) ?? null;
    const row =
      known !== null && isUntold(payload, 'created_at') ? await this.users.findByClerkId(clerkId) : null;
    return readUser(completedUser(payload, known, { createdAt: row?.createdAt ?? eventAt, eventAt }));
  }

  organization(payload: unknown, known: Organization | null, eventAt: Date): ClerkOrganization {
    return readOrganization(completedOrganization(payload, known, eventAt));
  }

  /** Whom and what a membership connects: as the event tells, or as it is mirrored. */
  async sidesOf(payload: unknown, clerkId: string): Promise<Sides> {
    const told = {
      userId: textIn(partOf(payload, 'public_user_data'), 'user_id'),
      organizationId: textIn(partOf(payload, 'organization'), 'id'),
    };
    if (told.userId !== undefined && told.organizationId !== undefined) return told;
    const known = await this.memberships.find(clerkId);
    if (known === null) return told;
    const user = await this.users.findById(known.userId);
    const organization = await this.organizationOf(known);
    return {
      userId: told.userId ?? user?.clerkId ?? undefined,
      organizationId: told.organizationId ?? organization,
    };
  }

  /** Its role is {@link UNTOLD_ROLE} where the event does not tell it. */
  async membership(
    payload: unknown,
    clerkId: string,
    { userId, organizationId }: Sides,
    eventAt: Date,
  ): Promise<ClerkMembership> {
    const known = isUntold(payload, 'created_at') ? await this.memberships.find(clerkId) : null;
    const carried = partOf(payload, 'organization');
    const isWhole = OF_ORGANIZATION.every((name) => !isUntold(carried, name));
    const organization =
      organizationId === undefined || isWhole ? null : await this.organizations.find(organizationId);
    return readMembership({
      ...(completed(payload, {
        role: UNTOLD_ROLE,
        created_at: (known?.createdAt ?? eventAt).getTime(),
        updated_at: eventAt.getTime(),
      }) as object),
      public_user_data: withId(partOf(payload, 'public_user_data'), 'user_id', userId),
      organization: completedOrganization(withId(carried, 'id', organizationId), organization, eventAt),
    });
  }

  /**
   * Where an invitation is: as the event tells, or as it is mirrored; undefined: nobody here knows.
   *
   * @returns `isWhole`: who is invited to which role is told or mirrored too
   */
  async targetOfInvitation(payload: unknown, clerkId: string): Promise<InvitationTarget> {
    const isWhole = !isUntold(payload, 'email_address') && !isUntold(payload, 'role');
    if (isWhole && !isUntold(payload, 'organization_id')) {
      return { organizationId: textIn(payload, 'organization_id'), isWhole };
    }
    const known = await this.mirroredInvitation(clerkId);
    const mirrored = known === null ? undefined : await this.organizationOf(known);
    return {
      organizationId: textIn(payload, 'organization_id') ?? mirrored,
      isWhole: isWhole || known !== null,
    };
  }

  async invitation(payload: unknown, eventType: string, eventAt: Date): Promise<ClerkInvitation> {
    const isWhole = ['organization_id', 'email_address', 'role'].every((name) => !isUntold(payload, name));
    const known = isWhole ? null : await this.mirroredInvitation(textIn(payload, 'id'));
    return readInvitation(
      completed(payload, {
        organization_id: known === null ? undefined : await this.organizationOf(known),
        email_address: known?.emailAddress,
        role: known?.organizationRole,
        status: eventType.endsWith('.created') ? 'pending' : lastWordOf(eventType),
        created_at: eventAt.getTime(),
        updated_at: eventAt.getTime(),
      }),
    );
  }

  /** Whose session it is: as the event tells, beside it or in the person it carries, or as it is mirrored. */
  async personOfSession(payload: unknown, clerkId: string): Promise<string | undefined> {
    if (!isUntold(payload, 'user_id')) return textIn(payload, 'user_id') ?? '';
    const carried = textIn(partOf(payload, 'user'), 'id');
    if (carried !== undefined) return carried;
    const person = await this.sessions.personOf(clerkId);
    const user = person === null ? null : await this.users.findById(person);
    return user?.clerkId ?? undefined;
  }

  session(payload: unknown, userId: string, eventType: string, eventAt: Date): ClerkSession {
    return readSession(
      completed(payload, {
        user_id: userId,
        status: eventType.endsWith('.created') ? 'active' : lastWordOf(eventType),
        created_at: eventAt.getTime(),
        updated_at: eventAt.getTime(),
      }),
    );
  }

  private async mirroredInvitation(clerkId: string | undefined): Promise<Invitation | null> {
    return clerkId === undefined ? null : this.invitations.find(clerkId);
  }

  /** Clerk's id of the organization of a row. */
  private async organizationOf({
    organizationId: id,
  }: {
    organizationId: string;
  }): Promise<string | undefined> {
    return (await this.organizations.clerkIdOf(id)) ?? undefined;
  }
}

function completedOrganization(payload: unknown, known: Organization | null, eventAt: Date): unknown {
  return completed(payload, {
    name: known?.name,
    slug: known?.slug ?? null,
    max_allowed_memberships: known?.maxAllowedMemberships ?? null,
    created_at: (known?.createdAt ?? eventAt).getTime(),
    updated_at: eventAt.getTime(),
  });
}

function lastWordOf(eventType: string): string {
  return eventType.slice(eventType.lastIndexOf('.') + 1);
}

function textIn(payload: unknown, name: string): string | undefined {
  const value = partOf(payload, name);
  return typeof value === 'string' ? value : undefined;
}

/** Of another type is a fault and stays one. */
function withId(payload: unknown, name: string, id: string | undefined): unknown {
  return completed(payload ?? {}, { [name]: id });
}
