/** What is mirrored of Clerk and may be gone for good. */
export type MirroredKind = 'user' | 'organization' | 'membership' | 'invitation';

/** What has tombstones: beside it ids and addresses of an older system, which an erasure leaves. */
export type TombstonedKind = MirroredKind | 'legacy_account' | 'legacy_address';
