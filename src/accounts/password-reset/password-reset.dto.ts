import { EmailField, Field, PatternField } from '#libs/http';
import { ApiProperty } from '@nestjs/swagger';
import {
  MAILED_CODE,
  passwordValue,
  SecondFactorResponse,
  SessionTokenResponse,
  SignInResponse,
} from '../sign-in/sign-in.dto.js';
import type { SignInOutcome } from '../sign-in/sign-in-outcome.js';

export class PasswordResetRequest {
  @EmailField({ optional: true, description: 'First: a code is mailed to it', example: 'ada@made-up.test' })
  emailAddress?: string;

  @PatternField({
    ...MAILED_CODE,
    description: 'Then, with the password; left out where it was right and only the password was refused',
  })
  code?: string;

  @Field(passwordValue, {
    optional: true,
    description: 'The new one',
    example: 'a stapled horse, and a battery',
  })
  password?: string;
}

export class PasswordResetResponse {
  @ApiProperty({
    enum: ['needs_code', 'complete', 'needs_second_factor', 'needs_client_trust'],
    description: 'needs_code: a code was mailed, if somebody has the address. The others as of a sign-in',
  })
  status!: 'needs_code' | SignInResponse['status'];

  @ApiProperty({ type: SessionTokenResponse, nullable: true, description: 'Once it is complete' })
  session!: SessionTokenResponse | null;

  @ApiProperty({ type: [SecondFactorResponse] })
  secondFactors!: SecondFactorResponse[];

  static waiting(): PasswordResetResponse {
    return { status: 'needs_code', session: null, secondFactors: [] };
  }

  static from(outcome: SignInOutcome): PasswordResetResponse {
    return SignInResponse.from(outcome);
  }
}
