import { ApiProperty } from '@nestjs/swagger';
import type { OwnFactors, Reverification } from '#libs/clerk';
import { EnumField, Field, PatternField } from '#libs/http';
import { FACTORS, type Factor } from '../sign-in/sign-in-outcome.js';
import { FACTOR_CODE, passwordValue, SecondFactorResponse } from '../sign-in/sign-in.dto.js';

const PHONE_ID = {
  pattern: /^idn_\w{8,64}$/,
  max: 68,
  expected: 'an id of a phone number',
  example: 'idn_2Ro7e2IxrffdqBboq8KfB6eGbIy',
} as const;
/** The id of a phone number at Clerk, in a path. */
export const PHONE_ID_PATTERN = PHONE_ID.pattern;

export class TotpRequest {
  @PatternField({ ...FACTOR_CODE, optional: true, description: 'Left out: a secret is made' })
  code?: string;
}

export class TotpResponse {
  @ApiProperty({ enum: ['needs_code', 'enrolled'] })
  status!: 'needs_code' | 'enrolled';

  @ApiProperty({ type: String, nullable: true, description: 'For the authenticator app; shown this once' })
  secret!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The same as an address for a QR code' })
  uri!: string | null;

  @ApiProperty({ type: [String], description: 'Made with the first second factor, and shown this once' })
  backupCodes!: string[];
}

export class BackupCodesResponse {
  @ApiProperty({ type: [String], description: 'Shown this once; those before open nothing any more' })
  backupCodes!: string[];
}

export class PhoneRequest {
  @PatternField({
    pattern: /^\+[1-9]\d{6,14}$/,
    max: 16,
    expected: 'a number of E.164, such as +15555550100',
    optional: true,
    example: '+15555550100',
    description: 'A code is sent to it',
  })
  phoneNumber?: string;

  @PatternField({ ...PHONE_ID, optional: true, description: 'With a code: of the answer before' })
  phoneNumberId?: string;

  @PatternField({ ...FACTOR_CODE, optional: true })
  code?: string;
}

export class PhoneResponse {
  @ApiProperty({ enum: ['needs_code', 'enrolled'] })
  status!: 'needs_code' | 'enrolled';

  @ApiProperty({ example: 'idn_2Ro7e2IxrffdqBboq8KfB6eGbIy' })
  phoneNumberId!: string;

  @ApiProperty({ type: [String], description: 'Made with the first second factor, and shown this once' })
  backupCodes!: string[];
}

export class PasswordRequest {
  @Field(passwordValue, {
    optional: true,
    description: 'Left out where there is no password so far',
    example: 'correct horse battery staple',
  })
  currentPassword?: string;

  @Field(passwordValue, { example: 'a stapled horse, and a battery' })
  newPassword!: string;
}

export class ReverificationRequest {
  @Field(passwordValue, {
    optional: true,
    description: 'First of all',
    example: 'correct horse battery staple',
  })
  password?: string;

  @EnumField(FACTORS, {
    optional: true,
    description: 'Then, where there is a second factor; `email_code` in the place of a password',
    example: 'totp',
  })
  strategy?: Factor;

  @PatternField({
    ...FACTOR_CODE,
    optional: true,
    description: 'Left out: a code is sent to the phone, or mailed',
  })
  code?: string;
}

export class ReverificationResponse {
  @ApiProperty({
    enum: ['needs_first_factor', 'needs_second_factor', 'complete'],
    description: 'Once complete, refresh the session: the next token says so',
  })
  status!: Reverification['status'];

  @ApiProperty({ type: [SecondFactorResponse] })
  secondFactors!: SecondFactorResponse[];

  static from({ status, secondFactors }: Reverification): ReverificationResponse {
    const isNeeded = status === 'needs_second_factor';
    return {
      status,
      secondFactors: isNeeded ? secondFactors.map((factor) => SecondFactorResponse.from(factor)) : [],
    };
  }
}

export class OwnPhoneResponse {
  @ApiProperty({ example: 'idn_2Ro7e2IxrffdqBboq8KfB6eGbIy' })
  id!: string;

  @ApiProperty({ example: '+15555550100' })
  phoneNumber!: string;

  @ApiProperty()
  verified!: boolean;

  @ApiProperty({ description: 'Whether codes to it are a second factor' })
  secondFactor!: boolean;
}

export class FactorsResponse {
  @ApiProperty()
  password!: boolean;

  @ApiProperty({ description: 'Whether there is an authenticator app' })
  totp!: boolean;

  @ApiProperty()
  backupCodes!: boolean;

  @ApiProperty({ type: [OwnPhoneResponse] })
  phones!: OwnPhoneResponse[];

  static from({ hasPassword, hasTotp, hasBackupCodes, phones }: OwnFactors): FactorsResponse {
    return {
      password: hasPassword,
      totp: hasTotp,
      backupCodes: hasBackupCodes,
      phones: phones.map(({ id, phoneNumber, isVerified, isSecondFactor }) => ({
        id,
        phoneNumber,
        verified: isVerified,
        secondFactor: isSecondFactor,
      })),
    };
  }
}
