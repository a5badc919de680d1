import { ApiProperty } from '@nestjs/swagger';
import { DateTimeField, ListField, ObjectField, patternValue, TextField, uuidValue } from '#libs/http';
import { networkValue } from '#auth';
import { ClerkCredentialRequest } from './clerk-credential.dto.js';
import { SHOWN_ONCE } from './service-account-key.dto.js';
import { WholeServiceAccountResponse } from './service-account.dto.js';

const PERMISSION = patternValue(
  /^(org|property):[a-z0-9][a-z0-9_-]*:[a-z0-9][a-z0-9_-]*$/,
  200,
  'a permission such as property:rooms:clean',
);

export class NewAgentResponse extends WholeServiceAccountResponse {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'tnt_…',
    description: `${SHOWN_ONCE} Null where a credential of Clerk is the key.`,
  })
  key!: string | null;
}

export class CreateAgentRequest {
  @TextField({ max: 100, example: 'Travel assistant', description: 'Unique among your agents here.' })
  name!: string;

  @TextField({ max: 500, optional: true, nullable: true })
  description: string | null = null;

  @ListField(PERMISSION, {
    min: 1,
    max: 50,
    unique: true,
    example: ['property:property:read'],
    description: 'What it may do in your name, as far as you may yourself at that moment.',
  })
  permissions!: string[];

  @ListField(uuidValue, {
    min: 1,
    max: 50,
    unique: true,
    optional: true,
    nullable: true,
    description: 'On these properties; unless told, wherever you hold them by a role on the organization.',
  })
  propertyIds: string[] | null = null;

  @DateTimeField({
    optional: true,
    description: 'The first moment at which it ends; in 7 days unless told, 90 at most.',
  })
  expiresAt?: Date;

  @ListField(networkValue, {
    max: 20,
    unique: true,
    optional: true,
    description: 'Networks its key may be used from, in CIDR notation; from everywhere unless told.',
  })
  allowedNetworks: string[] = [];

  @ObjectField(() => ClerkCredentialRequest, {
    optional: true,
    nullable: true,
    description: 'One of your API keys at Clerk, or an OAuth client you signed in to: then no key is made.',
  })
  clerk: ClerkCredentialRequest | null = null;
}
