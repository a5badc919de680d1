import { ApiProperty } from '@nestjs/swagger';
import {
  BooleanField,
  EnumField,
  IntegerField,
  ListField,
  patternValue,
  problemCode,
  textValue,
} from '#libs/http';
import { PURPOSE_KEY } from '../consents/consents.dto.js';
import { type Law, LAWS } from '../deadline/deadline.rule.js';
import type { BulkProgress } from './bulks.service.js';
import { ITEM_RESULTS, type PrivacyBulkItem } from '../records/privacy-bulk-item.entity.js';
import { BULK_ACTIONS, type BulkAction } from '../records/privacy-bulk.entity.js';

export class BulkBody {
  @EnumField(BULK_ACTIONS, {
    description: 'erase asks for erasures, which a second person approves together.',
  })
  action!: BulkAction;

  @ListField(textValue({ max: 100 }), {
    min: 1,
    max: 1000,
    description: 'Our ids of the people, or Clerk’s.',
  })
  people!: string[];

  @BooleanField({ description: 'true only tells what would come of it.' })
  dryRun!: boolean;

  @EnumField(LAWS, { optional: true, description: 'gdpr unless told.' })
  law?: Law;

  @ListField(patternValue(PURPOSE_KEY.pattern, PURPOSE_KEY.max, PURPOSE_KEY.expected), {
    optional: true,
    max: 50,
    unique: true,
    description: 'Of the action object.',
  })
  purposes?: string[];

  @IntegerField({ min: 0, max: 30, optional: true, description: 'Of the action erase; 7 unless told.' })
  gracePeriodDays?: number;
}

export class BulkResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: BULK_ACTIONS }) action!: string;
  @ApiProperty({ enum: LAWS }) law!: string;
  @ApiProperty() dryRun!: boolean;
  @ApiProperty({ enum: ['running', 'done', 'cancelled'] }) status!: string;
  @ApiProperty() total!: number;
  @ApiProperty({ description: 'People who are dealt with.' }) done!: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: `How many ended in which way: ${ITEM_RESULTS.join(', ')}.`,
  })
  counts!: Record<string, number>;
  @ApiProperty({ format: 'uuid' }) requestedBy!: string;
  @ApiProperty({ type: String, nullable: true, format: 'uuid' }) approvedBy!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) finishedAt!: string | null;

  static from({ bulk, counts, done }: BulkProgress): BulkResponse {
    const { id, action, law, dryRun, status, total, requestedBy, approvedBy } = bulk;
    return {
      id,
      action,
      law,
      dryRun,
      status,
      total,
      done,
      counts: { ...counts },
      requestedBy,
      approvedBy,
      createdAt: bulk.createdAt.toISOString(),
      finishedAt: bulk.finishedAt?.toISOString() ?? null,
    };
  }
}

export class BulkItemResponse {
  @ApiProperty({ description: 'Index in the list that was sent, from 0.' }) position!: number;
  @ApiProperty({ type: String, nullable: true, format: 'uuid' }) userId!: string | null;
  @ApiProperty({ enum: ITEM_RESULTS }) result!: string;
  @ApiProperty({
    oneOf: [...problemCode.oneOf, { type: 'string', enum: ['on_hold'] }],
    description: 'The problem code of a refusal, or on_hold.',
  })
  code!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'uuid' }) requestId!: string | null;

  static from({ position, userId, result, code, requestId }: PrivacyBulkItem): BulkItemResponse {
    return { position, userId, result, code, requestId };
  }
}
