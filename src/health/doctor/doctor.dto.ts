import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { DoctorReport } from './doctor-report.js';

const STATUSES = ['ok', 'warn', 'fail'] as const;

class CheckResponse {
  @ApiProperty({ description: 'What was looked at.', example: 'token key' })
  readonly name!: string;

  @ApiProperty({ enum: STATUSES, description: '`fail`: it is wrong. `warn`: somebody should look.' })
  readonly status!: (typeof STATUSES)[number];

  @ApiProperty({ example: 'CLERK_JWT_KEY is a key that this Clerk instance signs with' })
  readonly detail!: string;

  @ApiPropertyOptional({ description: 'What to do about it; with `warn` and `fail`.' })
  readonly advice?: string;
}

class KeyResponse {
  @ApiProperty({ description: 'The variable that holds it.', example: 'CLERK_SECRET_KEY' })
  readonly name!: string;

  @ApiProperty({ description: 'Tells it from others, and nothing of it.', example: '9f2c51d07ae3b846' })
  readonly fingerprint!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When a service started with it first; null: not in this data folder.',
  })
  readonly since!: string | null;

  @ApiProperty({ description: 'How it is changed for another.' })
  readonly rotation!: string;
}

/** What the doctor found. */
export class DoctorResponse {
  @ApiProperty({ description: 'Whether nothing failed; there may be warnings.' })
  readonly ok!: boolean;

  @ApiProperty({ type: [CheckResponse] })
  readonly checks!: readonly CheckResponse[];

  @ApiProperty({ type: [KeyResponse] })
  readonly keys!: readonly KeyResponse[];

  static from({ checks, keys }: DoctorReport): DoctorResponse {
    return { ok: checks.every(({ status }) => status !== 'fail'), checks, keys };
  }
}
