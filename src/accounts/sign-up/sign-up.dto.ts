import { ApiProperty } from '@nestjs/swagger';
import { EmailField, Field, PatternField, TextField } from '#libs/http';
import { MAILED_CODE, passwordValue, SessionTokenResponse } from '../sign-in/sign-in.dto.js';
import type { SignInOutcome } from '../sign-in/sign-in-outcome.js';

export class SignUpRequest {
  @PatternField({
    pattern: /^[A-Za-z0-9 -]{1,64}$/,
    max: 64,
    expected: '1 to 64 letters, digits, hyphens or blanks',
    example: '7K2QD-9MXVB-0CFH4-T3WZA',
  })
  inviteCode!: string;

  @EmailField({ example: 'ada@made-up.test' })
  emailAddress!: string;

  @Field(passwordValue, { example: 'correct horse battery staple' })
  password!: string;

  @TextField({ optional: true, max: 100, example: 'Ada' })
  firstName?: string;

  @TextField({ optional: true, max: 100, example: 'Ahorn' })
  lastName?: string;
}

export class VerifyEmailRequest {
  @PatternField({
    ...MAILED_CODE,
    description: 'Left out: another code is sent',
  })
  code?: string;
}

export class SignUpResponse {
  @ApiProperty({
    enum: ['needs_verification', 'complete'],
    description: 'needs_verification: a code was mailed, unless the address has an account already',
  })
  status!: 'needs_verification' | 'complete';

  @ApiProperty({ type: SessionTokenResponse, nullable: true, description: 'Once it is complete' })
  session!: SessionTokenResponse | null;

  static waiting(): SignUpResponse {
    return { status: 'needs_verification', session: null };
  }

  static from(outcome: SignInOutcome): SignUpResponse {
    return outcome.status === 'complete'
      ? { status: 'complete', session: SessionTokenResponse.from(outcome.session) }
      : SignUpResponse.waiting();
  }
}
