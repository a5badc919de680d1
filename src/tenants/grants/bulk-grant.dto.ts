import { ApiProperty } from '@nestjs/swagger';
import { referenceValue } from '#auth';
import { Field, ListField, uuidValue, type ValueType } from '#libs/http';
import { GiveGrantRequest } from './grant.dto.js';

const MOST = 100;

const personValue = referenceValue('user', 'the id of a person, ours or Clerk’s');

const propertiesValue: ValueType = {
  name: 'properties',
  schema: {
    oneOf: [
      { type: 'string', enum: ['all'] },
      { type: 'array', items: uuidValue.schema, minItems: 1, maxItems: MOST, uniqueItems: true },
    ],
  },
  read: (value) => {
    if (value === 'all') return { value };
    if (!Array.isArray(value) || value.length === 0 || value.length > MOST)
      return { problems: [{ at: '', message: `must be "all" or a list of 1 to ${MOST} properties` }] };
    const readings = value.map((item) => uuidValue.read(item));
    const problems = readings.flatMap((reading, index) =>
      'problems' in reading ? reading.problems.map(({ message }) => ({ at: `[${index}]`, message })) : [],
    );
    if (problems.length > 0) return { problems };
    return { value: [...new Set(readings.map((reading) => ('value' in reading ? reading.value : null)))] };
  },
};

export class BulkGrantRequest extends GiveGrantRequest {
  @ListField(personValue, {
    min: 1,
    max: MOST,
    description: 'Our ids or Clerk’s. Whoever is given twice is told once.',
  })
  userIds!: string[];

  @Field(propertiesValue, { description: 'Properties, or "all" of the organization that are not archived.' })
  propertyIds!: string[] | 'all';
}

export const BULK_OUTCOMES = ['given', 'changed', 'unchanged', 'skipped'] as const;
export type BulkOutcome = (typeof BULK_OUTCOMES)[number];
/** Why a pair was skipped. */
export const BULK_SKIPS = ['not_found', 'property_archived', 'seats_taken'] as const;
export type BulkSkip = (typeof BULK_SKIPS)[number];

export class BulkGrantOutcome {
  @ApiProperty({ description: 'Our id; as it was sent where there is no such member' })
  userId!: string;

  @ApiProperty({ format: 'uuid' })
  propertyId!: string;

  @ApiProperty({ enum: BULK_OUTCOMES })
  outcome!: BulkOutcome;

  @ApiProperty({ enum: BULK_SKIPS, nullable: true, description: 'Why it was skipped; else null' })
  code!: BulkSkip | null;
}

export class BulkGrantResponse {
  @ApiProperty({ type: [BulkGrantOutcome], description: 'One entry for each pair of person and property' })
  data!: BulkGrantOutcome[];
}
