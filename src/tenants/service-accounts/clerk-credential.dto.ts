import { EnumField, ListField, PatternField } from '#libs/http';
import { networkValue } from '#auth';
import { CLERK_TOKEN_KINDS, type ClerkTokenKind } from '#settings';

/** Which credential of Clerk is meant. */
export class ClerkCredentialRequest {
  @EnumField(CLERK_TOKEN_KINDS, {
    description: 'Which of its tokens: of an API key, of a machine (M2M), of an OAuth application.',
  })
  kind!: ClerkTokenKind;

  @PatternField({
    pattern: /^[A-Za-z0-9_-]{8,64}$/,
    max: 64,
    expected: "Clerk's id of the API key, the machine or the OAuth client",
    example: 'mch_2xhFjEI5X2qWRvtV13BzSj8H6Dk',
    description:
      "Clerk's id: of the API key (ak_…, never its secret), of the machine (mch_…), the client id.",
  })
  clerkId!: string;
}

export class LinkClerkCredentialRequest extends ClerkCredentialRequest {
  @ListField(networkValue, {
    max: 20,
    unique: true,
    optional: true,
    description: 'Networks it may be used from, in CIDR notation; from everywhere unless told.',
  })
  allowedNetworks: string[] = [];
}
