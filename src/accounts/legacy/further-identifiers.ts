/** One of several that a person has, and whether the older system had it proved. */
export interface FurtherIdentifier {
  readonly value: string;
  readonly isVerified: boolean;
}

/** What a person has beside their first address. It lies sealed, and only until Clerk has it. */
export interface FurtherIdentifiers {
  readonly emailAddresses: readonly FurtherIdentifier[];
  /** E.164. */
  readonly phoneNumbers: readonly FurtherIdentifier[];
  /** In plain text or as bcrypt digests, as Clerk takes them. */
  readonly backupCodes: readonly string[];
}
