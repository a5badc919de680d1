import { ApiProperty } from '@nestjs/swagger';
import { EnumField, PageQuery, TextField, UuidField } from '#libs/http';
import type { PossibleKind } from '../identity/recognition.rule.js';
import type { FindingStatus } from '../records/erasure-finding.entity.js';
import type { Decision, ReadFinding } from './findings.service.js';

const STATUSES = ['open', 'kept', 'erased', 'gone'] as const;
const KINDS = ['full name', 'name', 'identifier', 'shared address'] as const;
const DECISIONS = ['keep', 'erase'] as const;

export class FindingsQuery extends PageQuery {
  @EnumField(STATUSES, { optional: true, description: 'Only those in this state.' })
  status?: FindingStatus;

  @UuidField({ optional: true, description: 'Only those of this erasure.' })
  erasureId?: string;
}

export class DecisionBody {
  @EnumField(DECISIONS, { description: 'keep: somebody or something else is meant; erase: the words go.' })
  decision!: Decision['decision'];

  @TextField({ min: 3, max: 1000, description: 'Why; for staff, kept under the key of who decides.' })
  reason!: string;
}

export class FindingResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) erasureId!: string;
  @ApiProperty({ description: 'schema.table.column', example: 'public.sync_alarms.detail' }) place!: string;
  @ApiProperty({ description: 'The key of the row.' }) rowKey!: string;
  @ApiProperty({ type: [String], description: 'The way into the JSON of the column.' }) path!: string[];
  @ApiProperty({ enum: KINDS }) kind!: PossibleKind;
  @ApiProperty({ enum: STATUSES }) status!: FindingStatus;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What stands there while it is open; null when it has changed or is gone.',
  })
  text!: string | null;
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { type: 'integer' } },
    description: 'Start and length of each span in the text, in UTF-16 units.',
  })
  spans!: [number, number][];
  @ApiProperty({ format: 'date-time' }) foundAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) decidedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'uuid' }) decidedBy!: string | null;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;

  static from({ row, text, reason }: ReadFinding): FindingResponse {
    const { id, erasureId, place, rowKey, path, kind, status, spans, foundAt, decidedAt, decidedBy } = row;
    return {
      ...{ id, erasureId, place, rowKey, path, kind, status, text, spans },
      foundAt: foundAt.toISOString(),
      decidedAt: decidedAt?.toISOString() ?? null,
      decidedBy,
      reason,
    };
  }
}
