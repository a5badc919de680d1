import { ApiProperty } from '@nestjs/swagger';
import { IntegerField, TextField } from '#libs/http';
import { ErasureStepResponse } from '../erasure/erasures.dto.js';
import { ExportState } from '../export/exports.dto.js';
import type { PrivacyExport } from '../records/privacy-export.entity.js';
import type { PlannedTable } from '../records/planned-table.js';
import type { OrganizationErasure } from '../records/organization-erasure.entity.js';
import type { OrganizationHold } from '../records/organization-hold.entity.js';

export class OrganizationErasureBody {
  @TextField({ max: 1000, description: 'Why; it is kept sealed and goes with the erasure.' })
  reason!: string;

  @IntegerField({
    min: 0,
    max: 30,
    optional: true,
    description: 'Days in which it can be cancelled, 7 unless told.',
  })
  gracePeriodDays?: number;
}

export class OrganizationHoldBody {
  @TextField({ max: 200, example: 'Art. 17(3)(e) GDPR' })
  article!: string;
}

export class OrganizationExportResponse extends ExportState {
  @ApiProperty({ format: 'uuid' }) organizationId!: string;

  static from(row: PrivacyExport): OrganizationExportResponse {
    return { organizationId: row.organizationId ?? '', ...ExportState.of(row) };
  }
}

export class PlannedTableResponse {
  @ApiProperty({ example: 'public.memberships' }) table!: string;
  @ApiProperty({ enum: ['delete', 'null', 'keep'], description: 'What an erasure does with the rows.' })
  strategy!: string;
  @ApiProperty() count!: number;
  @ApiProperty({ type: String, nullable: true, description: 'By which article rows are kept.' })
  article!: string | null;
}

export class ErasurePlanResponse {
  @ApiProperty({ type: [PlannedTableResponse] }) tables!: PlannedTableResponse[];
  @ApiProperty({ description: 'Rows that would be deleted or emptied.' }) rows!: number;

  static from(tables: readonly PlannedTable[]): ErasurePlanResponse {
    const going = tables.filter(({ strategy }) => strategy !== 'keep');
    return { tables: [...tables], rows: going.reduce((sum, { count }) => sum + count, 0) };
  }
}

export class OrganizationErasureResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) organizationId!: string;
  @ApiProperty({
    enum: ['awaiting_approval', 'grace', 'running', 'waiting', 'done', 'cancelled', 'blocked'],
  })
  status!: string;
  @ApiProperty({ format: 'date-time' }) requestedAt!: string;
  @ApiProperty({ format: 'date-time' }) eraseAfter!: string;
  @ApiProperty({ type: String, nullable: true, description: 'The article of the hold in the way.' })
  blockedBy!: string | null;
  @ApiProperty({ type: String, nullable: true }) waitingFor!: string | null;
  @ApiProperty({ type: ErasurePlanResponse, description: 'What the dry run counted when it was asked for.' })
  planned!: ErasurePlanResponse;
  @ApiProperty({ type: [ErasureStepResponse] }) steps!: ErasureStepResponse[];

  static from(row: OrganizationErasure): OrganizationErasureResponse {
    return {
      id: row.id,
      organizationId: row.organizationId,
      status: row.status,
      requestedAt: row.requestedAt.toISOString(),
      eraseAfter: row.eraseAfter.toISOString(),
      blockedBy: row.blockedBy,
      waitingFor: row.waitingFor,
      planned: ErasurePlanResponse.from(row.planned),
      steps: row.steps.map(({ name, status, count, answer }) => ({
        name,
        status,
        count,
        answer: answer ?? null,
      })),
    };
  }
}

export class OrganizationHoldResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() article!: string;
  @ApiProperty({ format: 'date-time' }) placedAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) releasedAt!: string | null;

  static from({ id, article, placedAt, releasedAt }: OrganizationHold): OrganizationHoldResponse {
    return {
      id,
      article,
      placedAt: placedAt.toISOString(),
      releasedAt: releasedAt?.toISOString() ?? null,
    };
  }
}
