import { ApiProperty } from '@nestjs/swagger';
import { IntegerField, TextField } from '#libs/http';
import type { ErasureRecord } from '../records/erasure-record.js';
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

/** What every erasure says of itself, whoever it is about. */
export class ErasureState {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({
    enum: ['awaiting_approval', 'grace', 'running', 'waiting', 'done', 'cancelled', 'blocked'],
  })
  status!: string;
  @ApiProperty({ format: 'date-time' }) eraseAfter!: string;
  @ApiProperty({ type: String, nullable: true, description: 'The article of the hold in the way.' })
  blockedBy!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What it waits for, e.g. Clerk or a column where something is left.',
  })
  waitingFor!: string | null;
  @ApiProperty({ type: [ErasureStepResponse] }) steps!: ErasureStepResponse[];

  static of({ id, status, eraseAfter, blockedBy, waitingFor, steps }: ErasureRecord): ErasureState {
    return {
      id,
      status,
      eraseAfter: eraseAfter.toISOString(),
      blockedBy,
      waitingFor,
      steps: steps.map(({ name, status: state, count, answer }) => ({
        name,
        status: state,
        count,
        answer: answer ?? null,
      })),
    };
  }
}

export class ErasureResponse extends ErasureState {
  @ApiProperty({ format: 'uuid' }) userId!: string;
  @ApiProperty({ format: 'uuid', description: 'Who asked: the person, or staff for them.' })
  requestedBy!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'The second person, where staff asked.',
  })
  approvedBy!: string | null;
  @ApiProperty({ format: 'date-time' }) requestedAt!: string;
  @ApiProperty({ format: 'date-time' }) dueAt!: string;

  static from(row: PrivacyErasure): ErasureResponse {
    const { userId, requestedBy, approvedBy } = row;
    return {
      ...ErasureState.of(row),
      ...{ userId, requestedBy, approvedBy },
      requestedAt: row.requestedAt.toISOString(),
      dueAt: row.dueAt.toISOString(),
    };
  }
}
