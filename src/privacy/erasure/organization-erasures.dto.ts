import { ApiProperty } from '@nestjs/swagger';
import { IntegerField, TextField } from '#libs/http';
import { ErasureState } from './erasures.dto.js';
import type { PlannedTable } from '../records/planned-table.js';
import type { OrganizationErasure } from '../records/organization-erasure.entity.js';

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

export class OrganizationErasureResponse extends ErasureState {
  @ApiProperty({ format: 'uuid' }) organizationId!: string;
  @ApiProperty({ format: 'date-time' }) requestedAt!: string;
  @ApiProperty({ type: ErasurePlanResponse, description: 'What the dry run counted when it was asked for.' })
  planned!: ErasurePlanResponse;

  static from(row: OrganizationErasure): OrganizationErasureResponse {
    return {
      ...ErasureState.of(row),
      organizationId: row.organizationId,
      requestedAt: row.requestedAt.toISOString(),
      planned: ErasurePlanResponse.from(row.planned),
    };
  }
}
