import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { CheckResult } from './check-result.js';

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

/** What the doctor found. */
export class DoctorResponse {
  @ApiProperty({ description: 'Whether nothing failed; there may be warnings.' })
  readonly ok!: boolean;

  @ApiProperty({ type: [CheckResponse] })
  readonly checks!: readonly CheckResponse[];

  static from(checks: readonly CheckResult[]): DoctorResponse {
    return { ok: checks.every(({ status }) => status !== 'fail'), checks };
  }
}
