import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, PatternField, TextField } from '#libs/http';
import type { ConsentPeriod } from './consent-history.rule.js';

/** Keys of purposes and versions: chosen by the app, so nothing about a person stands in them. */
const KEY = /^[A-Za-z0-9][A-Za-z0-9._:-]*$/;
export const PURPOSE_KEY = { pattern: KEY, max: 100, expected: 'letters, digits and . _ : -' } as const;

export class ConsentBody {
  @PatternField({ ...PURPOSE_KEY, example: 'newsletter' })
  purpose!: string;

  @PatternField({ ...PURPOSE_KEY, max: 50, example: '2026-11', description: 'Which wording the person saw.' })
  version!: string;

  @BooleanField({ description: 'false withdraws it' })
  given!: boolean;
}

export class ConsentsQuery {
  @TextField({
    max: 100,
    optional: true,
    description:
      'Our id of the person, or Clerk’s; oneself unless told, others with platform:privacy:manage.',
  })
  userId?: string;
}

export class ConsentResponse {
  @ApiProperty() purpose!: string;
  @ApiProperty() version!: string;
  @ApiProperty({ format: 'date-time' }) givenAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) withdrawnAt!: string | null;
  @ApiProperty({ type: String, nullable: true, enum: ['withdrawal', 'replaced'] }) endedBy!: string | null;

  static from({ purpose, version, givenAt, withdrawnAt, endedBy }: ConsentPeriod): ConsentResponse {
    const end = withdrawnAt === null ? null : withdrawnAt.toISOString();
    return { purpose, version, givenAt: givenAt.toISOString(), withdrawnAt: end, endedBy };
  }
}

export class ConsentsResponse {
  @ApiProperty({ type: [ConsentResponse] }) data!: ConsentResponse[];
}
