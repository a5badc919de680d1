import { ApiProperty } from '@nestjs/swagger';
import { referenceValue } from '#auth';
import { Field, ObjectListField, PageQuery, PatternField, problemCode, UuidField } from '#libs/http';

const PERMISSION = {
  // Wider than a permission's form: one that does not exist is answered with a code of its own.
  pattern: /^[\x21-\x7e]{1,100}$/,
  max: 100,
  expected: 'a permission, such as property:property:read',
  example: 'property:members:manage',
};

const organizationValue = referenceValue('org', 'the id of an organization, ours or Clerk’s');
const personValue = referenceValue('user', 'the id of a person, ours or Clerk’s');

/** May this person do this there? */
export class AccessQuestion {
  @PatternField(PERMISSION)
  permission!: string;

  @Field(organizationValue, {
    optional: true,
    description: 'Our id or Clerk’s; left out, the question is about the platform.',
  })
  organizationId?: string;

  @UuidField({ optional: true, description: 'A property of that organization; needs organizationId.' })
  propertyId?: string;

  @Field(personValue, {
    optional: true,
    description: 'You, unless told; others need the right to read grants there.',
  })
  userId?: string;
}

export class AccessQuestions {
  @ObjectListField(() => AccessQuestion, { min: 1, max: 500 })
  checks!: AccessQuestion[];
}

export class AccessAnswer {
  @ApiProperty()
  allowed!: boolean;
}

export class BatchedAccessAnswer extends AccessAnswer {
  @ApiProperty({
    ...problemCode,
    example: null,
    description: 'The problem code that the single question would be refused with; then allowed is false',
  })
  code!: string | null;
}

export class AccessAnswers {
  @ApiProperty({ type: [BatchedAccessAnswer], description: 'In the order of the questions' })
  results!: BatchedAccessAnswer[];
}

export class AccessiblePropertiesQuery extends PageQuery {
  @PatternField({ ...PERMISSION, description: 'A permission of properties: property:…' })
  permission!: string;

  @Field(organizationValue, { optional: true, description: 'Only those of this organization.' })
  organizationId?: string;

  @Field(personValue, {
    optional: true,
    description: 'Somebody else; needs organizationId, and the right to read grants on all its properties.',
  })
  userId?: string;
}

export class PeopleWithAccessQuery extends PageQuery {
  @PatternField({ ...PERMISSION, description: 'Key of the permission.' })
  permission!: string;

  @Field(organizationValue, { description: 'Our id or Clerk’s (`org_…`).' })
  organizationId!: string;

  @UuidField({ optional: true, description: 'One of its properties; left out, the organization itself.' })
  propertyId?: string;
}

export class AccessibleProperty {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  organizationId!: string;

  @ApiProperty({ example: 'seaside' })
  slug!: string;

  @ApiProperty({ example: 'Seaside' })
  name!: string;
}

export class PersonWithAccess {
  @ApiProperty({ format: 'uuid' })
  userId!: string;

  @ApiProperty({ type: String, nullable: true })
  clerkUserId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  emailAddress!: string | null;

  @ApiProperty({ type: String, nullable: true })
  firstName!: string | null;

  @ApiProperty({ type: String, nullable: true })
  lastName!: string | null;
}
