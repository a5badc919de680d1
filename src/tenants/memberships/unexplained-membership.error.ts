/** A membership may have grown out of an invitation that is void here, and only Clerk knows; nothing was changed. */
export class UnexplainedMembershipError extends Error {
  /** @param clerkInvitationIds what Clerk has to be asked for, in the organization of that id of Clerk's */
  constructor(
    readonly organizationClerkId: string,
    readonly clerkInvitationIds: readonly string[],
  ) {
    super('where a membership comes from is not known');
  }
}
