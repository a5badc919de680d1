import { Injectable } from '@nestjs/common';
import { ClerkApi } from '#libs/clerk';

/** The newest change of one kind of object that Clerk tells of. */
export interface ClerkChange {
  readonly kind: 'user' | 'organization';
  readonly clerkId: string;
  readonly at: Date;
}

/** Asks Clerk what changed last: a person by their last change, an organization by its making. Two small requests. */
@Injectable()
export class LatestClerkChangesService {
  constructor(private readonly clerk: ClerkApi) {}

  /** @throws ClerkUnavailableError when Clerk cannot say now */
  async list(): Promise<ClerkChange[]> {
    const [user, organization] = await Promise.all([
      this.clerk.latestUser(),
      this.clerk.latestOrganization(),
    ]);
    const changes: ClerkChange[] = [];
    if (user !== null) changes.push({ kind: 'user', clerkId: user.id, at: user.updatedAt });
    if (organization !== null) {
      changes.push({ kind: 'organization', clerkId: organization.id, at: organization.createdAt });
    }
    return changes;
  }
}
