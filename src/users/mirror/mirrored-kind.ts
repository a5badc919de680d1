/** What is mirrored of Clerk and may be gone for good. */
export type MirroredKind = 'user' | 'organization' | 'membership' | 'invitation';
