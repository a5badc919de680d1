import { Injectable } from '@nestjs/common';
import type { ClerkMembership, ClerkOrganization, ClerkUser } from '#libs/clerk';
import { MembershipMirrorService, type Organization } from '#tenants';
import { type SourceMoment, type User, UserLookupService } from '#users';
import { isTie } from './tie.rule.js';

/**
 * Compares what an event tells with what is mirrored, where their times are equal: the same news told twice is no
 * question, another content is one that only Clerk can answer. Works in the open transaction.
 */
@Injectable()
export class MirroredStatesService {
  constructor(
    private readonly users: UserLookupService,
    private readonly memberships: MembershipMirrorService,
  ) {}

  /** @param mirrored the row, read while the person is held */
  async contradictsUser(told: ClerkUser, source: SourceMoment, mirrored: User | null): Promise<boolean> {
    if (mirrored === null || mirrored.deletedAt !== null || !isTie(source, mirrored)) return false;
    const primary = told.emailAddresses.find(({ id }) => id === told.primaryEmailAddressId);
    const isSame =
      mirrored.emailAddress === (primary?.emailAddress ?? null) &&
      mirrored.firstName === told.firstName &&
      mirrored.lastName === told.lastName &&
      mirrored.externalId === told.externalId &&
      mirrored.banned === told.banned &&
      mirrored.twoFactorEnabled === told.twoFactorEnabled;
    if (!isSame) return true;
    const verified = told.emailAddresses.filter((address) => address.verified);
    const known = new Set(await this.users.listVerifiedEmails(mirrored.id));
    return known.size !== verified.length || verified.some(({ emailAddress }) => !known.has(emailAddress));
  }

  async hasMembership(clerkId: string): Promise<boolean> {
    return (await this.memberships.find(clerkId)) !== null;
  }

  /** @param mirrored the row, read while the organization is held */
  contradictsOrganization(
    told: ClerkOrganization,
    source: SourceMoment,
    mirrored: Organization | null,
  ): boolean {
    if (mirrored === null || mirrored.status === 'deleted' || !isTie(source, mirrored)) return false;
    return (
      mirrored.name !== told.name ||
      mirrored.slug !== told.slug ||
      mirrored.maxAllowedMemberships !== (told.maxAllowedMemberships || null)
    );
  }

  /** @param sides between which it would be mirrored: another membership may be there that was made in the same millisecond */
  async contradictsMembership(
    told: ClerkMembership,
    source: SourceMoment,
    sides: { organizationId: string; userId: string },
  ): Promise<boolean> {
    const mirrored = await this.memberships.findOf(sides);
    if (mirrored === null) return false;
    if (mirrored.clerkId === told.id) return isTie(source, mirrored) && mirrored.role !== told.role;
    return mirrored.clerkId !== null && mirrored.createdAt.getTime() === told.createdAt.getTime();
  }
}
