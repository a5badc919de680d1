import { ApiProperty } from '@nestjs/swagger';
import { accepted, EmailField, EnumField, Field, PatternField, refused, type ValueType } from '#libs/http';
import {
  FACTORS,
  type Factor,
  type OfferedFactor,
  type SignInOutcome,
  type SignedInToken,
} from './sign-in-outcome.js';

const MAX_PASSWORD = 512;

/** A password: taken as it is, to the last blank. */
export const passwordValue: ValueType = {
  name: 'password',
  schema: { type: 'string', format: 'password', minLength: 1, maxLength: MAX_PASSWORD },
  read: (value) => {
    if (typeof value !== 'string' || !value.isWellFormed()) return refused('must be a text');
    if (value === '') return refused('must not be empty');
    // HMAC fills its key up with zeros: a PBKDF2 or scrypt of a password knows it with a zero behind it, too.
    if (value.includes('\0')) return refused('must not hold the character U+0000');
    return value.length > MAX_PASSWORD
      ? refused(`must not be longer than ${MAX_PASSWORD} characters`)
      : accepted(value);
  },
};

/** A code of any second factor. */
export const FACTOR_CODE = {
  pattern: /^[A-Za-z0-9-]{4,64}$/,
  max: 64,
  expected: '4 to 64 letters and digits',
  example: '424242',
} as const;

/** A code that Clerk mailed. */
export const MAILED_CODE = {
  pattern: /^\d{4,10}$/,
  max: 10,
  expected: '4 to 10 digits',
  optional: true,
  example: '424242',
} as const;

export class SignInRequest {
  @EmailField({ example: 'ada@made-up.test' })
  emailAddress!: string;

  @Field(passwordValue, { example: 'the old password of ada' })
  password!: string;
}

export class SecondFactorRequest {
  @EnumField(FACTORS, { description: 'One of those that the sign-in offered', example: 'totp' })
  strategy!: Factor;

  @PatternField({
    ...FACTOR_CODE,
    optional: true,
    description: 'Left out: a code is sent to the phone or the address',
  })
  code?: string;
}

export class SessionTokenResponse {
  @ApiProperty({ description: 'Clerk’s session token, for the header Authorization' })
  token!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'When the token (not the session) ends: ask for the next before',
  })
  expiresAt!: string;

  @ApiProperty({ example: 'sess_2Ro7e2IxrffdqBboq8KfB6eGbIy' })
  sessionId!: string;

  static from({ token, expiresAt, sessionId }: SignedInToken): SessionTokenResponse {
    return { token, expiresAt: expiresAt.toISOString(), sessionId };
  }
}

export class SecondFactorResponse {
  @ApiProperty({ enum: FACTORS, description: 'How it may be proved' })
  strategy!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Where a code would be sent, most of it hidden' })
  safeIdentifier!: string | null;

  static from({ strategy, safeIdentifier }: OfferedFactor): SecondFactorResponse {
    return { strategy, safeIdentifier };
  }
}

export class SignInResponse {
  @ApiProperty({
    enum: ['complete', 'needs_second_factor', 'needs_client_trust'],
    description:
      'needs_client_trust: the device is new to Clerk, and a code has to prove that it is the person’s',
  })
  status!: 'complete' | 'needs_second_factor' | 'needs_client_trust';

  @ApiProperty({ type: SessionTokenResponse, nullable: true, description: 'Once it is complete' })
  session!: SessionTokenResponse | null;

  @ApiProperty({ type: [SecondFactorResponse], description: 'One of them completes it; empty once it is' })
  secondFactors!: SecondFactorResponse[];

  static from(outcome: SignInOutcome): SignInResponse {
    return outcome.status === 'complete'
      ? { status: 'complete', session: SessionTokenResponse.from(outcome.session), secondFactors: [] }
      : {
          status: outcome.status,
          session: null,
          secondFactors: outcome.factors.map((factor) => SecondFactorResponse.from(factor)),
        };
  }
}
