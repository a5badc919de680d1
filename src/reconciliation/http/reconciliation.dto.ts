import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, EnumField, PageQuery, PatternField } from '#libs/http';
import type { ThresholdReason } from '../records/threshold-reason.js';
import { type Drift, KINDS, CHANGES, MODES, type Mode, REPAIR_OUTCOMES, STATUSES } from '../kinds.js';
import type { Counts, Reconciliation } from '../records/reconciliation.entity.js';
import type { ReconciliationItem } from '../records/reconciliation-item.entity.js';

export class BeginReconciliationRequest {
  @EnumField(MODES, { optional: true, description: 'Default: full.' })
  mode?: Mode;
}

export class ApplyReconciliationRequest {
  @PatternField({
    pattern: /^[0-9a-f]{64}$/,
    max: 64,
    expected: 'the hash of the plan, 64 hexadecimal digits',
    description: 'Of the plan as it was read.',
  })
  hash!: string;

  @BooleanField({
    optional: true,
    description: 'Releases the safety threshold; needs a proof of identity from the last 10 minutes.',
  })
  force?: boolean;
}

class TallyResponse {
  @ApiProperty({ description: 'At Clerk and not here.' })
  missing!: number;

  @ApiProperty({ description: 'Here, and Clerk does not know it.' })
  extra!: number;

  @ApiProperty({ description: 'In both, and not the same.' })
  different!: number;
}

class DriftResponse {
  @ApiProperty()
  total!: number;

  @ApiProperty({ type: TallyResponse })
  user!: TallyResponse;

  @ApiProperty({ type: TallyResponse })
  organization!: TallyResponse;

  @ApiProperty({ type: TallyResponse })
  membership!: TallyResponse;

  @ApiProperty({ type: TallyResponse })
  invitation!: TallyResponse;

  @ApiProperty({ type: TallyResponse })
  role!: TallyResponse;
}

class ThresholdReasonResponse {
  @ApiProperty({ enum: KINDS })
  kind!: string;

  @ApiProperty({ enum: ['too_many_removals', 'empty_list', 'incomplete_list', 'everything_removed'] })
  why!: string;

  @ApiProperty()
  removals!: number;

  @ApiProperty({ description: 'Rows of the kind here.' })
  here!: number;

  @ApiProperty({ description: 'How many Clerk says there are.' })
  told!: number;

  @ApiProperty({ description: 'How many its list gave.' })
  listed!: number;
}

/** One comparison of the mirror with Clerk, and its repair. */
export class ReconciliationResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: MODES })
  mode!: string;

  @ApiProperty({ enum: STATUSES })
  status!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Of the plan; null until it is made.' })
  hash!: string | null;

  @ApiProperty({ type: DriftResponse, nullable: true, description: 'Null until the plan is made.' })
  drift!: Drift | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'object', additionalProperties: { type: 'integer', nullable: true } },
    description: 'By kind: how many at Clerk, listed, here, deleted here for good.',
  })
  counts!: Partial<Record<string, Counts>>;

  @ApiProperty({ type: [ThresholdReasonResponse], description: 'Why the safety threshold holds it.' })
  reasons!: readonly ThresholdReason[];

  @ApiProperty({ type: String, nullable: true, description: 'What ended it, as a code.' })
  error!: string | null;

  @ApiProperty({ description: 'Somebody released the safety threshold.' })
  forced!: boolean;

  @ApiProperty({ format: 'date-time' })
  startedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  plannedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt!: string | null;

  static from(run: Reconciliation): ReconciliationResponse {
    return {
      id: run.id,
      mode: run.mode,
      status: run.status,
      hash: run.hash,
      drift: run.drift,
      counts: run.counts,
      reasons: run.reasons,
      error: run.error,
      forced: run.forced,
      startedAt: run.startedAt.toISOString(),
      plannedAt: run.plannedAt?.toISOString() ?? null,
      finishedAt: run.finishedAt?.toISOString() ?? null,
    };
  }
}

export class ItemsQuery extends PageQuery {
  @EnumField(KINDS, { optional: true, description: 'What kind of object differs.' })
  kind?: (typeof KINDS)[number];

  @EnumField(CHANGES, { optional: true, description: 'How it differs.' })
  change?: (typeof CHANGES)[number];

  @EnumField([...REPAIR_OUTCOMES, 'open'], { optional: true, description: 'open: its turn has not come.' })
  outcome?: (typeof REPAIR_OUTCOMES)[number] | 'open';
}

/** One thing in which mirror and Clerk differ. */
export class ReconciliationItemResponse {
  @ApiProperty({ enum: KINDS })
  kind!: string;

  @ApiProperty({ enum: CHANGES })
  change!: string;

  @ApiProperty({ example: 'user_2Ro7e2IxrffdqBboq8KfB6eGbIy' })
  clerkId!: string;

  @ApiProperty({ type: String, nullable: true })
  organizationClerkId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  userClerkId!: string | null;

  @ApiProperty({ type: [String], description: 'Names only: values are personal.' })
  fields!: string[];

  @ApiProperty({ description: 'The likely one, as far as the ledger of webhooks tells.' })
  cause!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  clerkUpdatedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  mirroredUpdatedAt!: string | null;

  @ApiProperty({ enum: REPAIR_OUTCOMES, nullable: true, description: 'Null until its turn has come.' })
  outcome!: string | null;

  @ApiProperty({ type: String, nullable: true })
  error!: string | null;

  static from(item: ReconciliationItem): ReconciliationItemResponse {
    return {
      kind: item.kind,
      change: item.change,
      clerkId: item.clerkId,
      organizationClerkId: item.organizationClerkId,
      userClerkId: item.userClerkId,
      fields: item.fields,
      cause: item.cause,
      clerkUpdatedAt: item.clerkUpdatedAt?.toISOString() ?? null,
      mirroredUpdatedAt: item.mirroredUpdatedAt?.toISOString() ?? null,
      outcome: item.outcome,
      error: item.error,
    };
  }
}

/** A reconciliation with a page of what it found. */
export class ReconciliationDetailResponse extends ReconciliationResponse {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'How many items had which outcome.',
  })
  outcomes!: Partial<Record<string, number>>;

  @ApiProperty({ type: [ReconciliationItemResponse] })
  items!: readonly ReconciliationItemResponse[];

  @ApiProperty({ type: String, nullable: true, description: 'Leads to the next page of items.' })
  nextCursor!: string | null;
}
