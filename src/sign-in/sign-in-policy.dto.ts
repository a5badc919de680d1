import { ApiProperty } from '@nestjs/swagger';
import { networkValue } from '#auth';
import { BooleanField, IntegerField, ListField, patternValue } from '#libs/http';
import type { PolicyInForce } from './sign-in-policies.service.js';

const YEAR_IN_MINUTES = 366 * 24 * 60;
const STRATEGY = patternValue(/^[a-z0-9_]{1,64}$/, 64, 'a way to sign in such as passkey');

export class SetSignInPolicyRequest {
  @BooleanField({ description: 'Whether a second factor must have been proved in the session.' })
  secondFactorRequired!: boolean;

  @ListField(networkValue, {
    max: 100,
    unique: true,
    optional: true,
    description:
      'Networks from which requests must come, in CIDR notation; from everywhere unless told. An organization’s holds for keys of its service accounts as well.',
  })
  allowedNetworks: string[] = [];

  @IntegerField({
    min: 10,
    max: YEAR_IN_MINUTES,
    optional: true,
    nullable: true,
    description: 'Minutes after which somebody has to sign in anew; unless told, whenever Clerk says.',
  })
  maxSessionMinutes: number | null = null;

  @ListField(STRATEGY, {
    max: 50,
    unique: true,
    optional: true,
    description:
      'Clerk’s names of the ways to sign in that may be used, second factors among them; any unless told. They are judged where the session token names the ways that were used, in the claim `amr`: Clerk’s own token does not.',
  })
  allowedStrategies: string[] = [];
}

export class SignInPolicyResponse {
  @ApiProperty({ description: 'Whether it holds because nobody set another one' })
  isDefault!: boolean;

  @ApiProperty()
  secondFactorRequired!: boolean;

  @ApiProperty({ type: [String], example: ['203.0.113.0/24'], description: 'Empty: from everywhere' })
  allowedNetworks!: string[];

  @ApiProperty({ type: Number, nullable: true, example: 720 })
  maxSessionMinutes!: number | null;

  @ApiProperty({ type: [String], example: ['passkey', 'saml'], description: 'Empty: any' })
  allowedStrategies!: string[];

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  updatedAt!: string | null;

  static from(policy: PolicyInForce): SignInPolicyResponse {
    return {
      isDefault: policy.isDefault,
      secondFactorRequired: policy.secondFactorRequired,
      allowedNetworks: [...policy.allowedNetworks],
      maxSessionMinutes: policy.maxSessionMinutes,
      allowedStrategies: [...policy.allowedStrategies],
      updatedAt: policy.updatedAt?.toISOString() ?? null,
    };
  }
}
