import { ApiProperty } from '@nestjs/swagger';
import { IntegerField, TextField } from '#libs/http';
import type { ErasureStep } from '../records/erasure-record.js';
import type { PrivacyErasure } from '../records/privacy-erasure.entity.js';

export class ErasureBody {
  @TextField({ max: 100, description: 'Our id of the person, or Clerk’s.' })
  userId!: string;

  @TextField({ max: 1000, optional: true })
  reason?: string;

  @IntegerField({
    min: 0,
    max: 30,
    optional: true,
    description: 'Days in which it can be cancelled, 7 unless told.',
  })
  gracePeriodDays?: number;
}

export class ErasureStepResponse {
  @ApiProperty() name!: string;
  @ApiProperty({ enum: ['pending', 'done'] }) status!: string;
  @ApiProperty() count!: number;
  @ApiProperty({ type: String, nullable: true, description: 'What Clerk answered, where it was asked.' })
  answer!: string | null;
}

export class ErasureResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) userId!: string;
  @ApiProperty() status!: string;
  @ApiProperty({ format: 'date-time' }) dueAt!: string;
  @ApiProperty({ format: 'date-time' }) eraseAfter!: string;
  @ApiProperty({ type: String, nullable: true, description: 'The article of the hold in the way.' })
  blockedBy!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What it waits for, e.g. Clerk or a place where something is left.',
  })
  waitingFor!: string | null;
  @ApiProperty({ type: [ErasureStepResponse] }) steps!: ErasureStepResponse[];

  static from(row: PrivacyErasure): ErasureResponse {
    return {
      id: row.id,
      userId: row.userId,
      status: row.status,
      dueAt: row.dueAt.toISOString(),
      eraseAfter: row.eraseAfter.toISOString(),
      blockedBy: row.blockedBy,
      waitingFor: row.waitingFor,
      steps: row.steps.map(({ name, status, count, answer }: ErasureStep) => ({
        name,
        status,
        count,
        answer: answer ?? null,
      })),
    };
  }
}
