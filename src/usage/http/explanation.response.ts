import { ApiProperty } from '@nestjs/swagger';
import type { OrganizationExplanation, PersonExplanation } from '../explain/explanation.js';

export class PersonExplanationResponse implements PersonExplanation {
  @ApiProperty({ enum: ['person'] })
  kind!: 'person';

  @ApiProperty({ example: '2026-11' })
  month!: string;

  @ApiProperty({ format: 'uuid' })
  userId!: string;

  @ApiProperty()
  active!: boolean;

  @ApiProperty()
  retained!: boolean;

  @ApiProperty({ format: 'date' })
  signedUpOn!: string;

  @ApiProperty({ type: [String] })
  activeDays!: string[];

  @ApiProperty({ type: [String] })
  because!: string[];
}

export class OrganizationExplanationResponse implements OrganizationExplanation {
  @ApiProperty({ enum: ['organization'] })
  kind!: 'organization';

  @ApiProperty({ example: '2026-11' })
  month!: string;

  @ApiProperty({ format: 'uuid' })
  organizationId!: string;

  @ApiProperty({ description: 'Counts for the MAO' })
  active!: boolean;

  @ApiProperty({ description: 'Counts for the MRO' })
  retained!: boolean;

  @ApiProperty({ type: 'integer' })
  members!: number;

  @ApiProperty({ type: 'integer' })
  activeMembers!: number;

  @ApiProperty({ type: 'integer' })
  retainedMembers!: number;

  @ApiProperty({ enum: ['now', 'end_of_day', 'closing'] })
  membersCounted!: OrganizationExplanation['membersCounted'];

  @ApiProperty({ type: [String] })
  because!: string[];
}
