import { ApiProperty } from '@nestjs/swagger';
import { ListField, textValue } from '#libs/http';
import type { User } from '#users';
import type { FoundSubject } from './subjects.service.js';

const STATES = ['active', 'banned', 'being_erased', 'deleted'] as const;

export class SubjectSearchBody {
  @ListField(textValue({ max: 320 }), {
    min: 1,
    max: 100,
    description: 'Our ids of people, Clerk’s, or whole e-mail addresses.',
  })
  people!: string[];
}

/** A person as far as it takes to know whom a request is about. */
export class SubjectResponse {
  @ApiProperty({ format: 'uuid' }) userId!: string;
  @ApiProperty({ type: String, nullable: true }) clerkId!: string | null;
  @ApiProperty({ type: String, nullable: true }) emailAddress!: string | null;
  @ApiProperty({ type: String, nullable: true }) firstName!: string | null;
  @ApiProperty({ type: String, nullable: true }) lastName!: string | null;
  @ApiProperty({ enum: STATES }) state!: (typeof STATES)[number];

  static from(user: User): SubjectResponse {
    const { id, clerkId, emailAddress, firstName, lastName } = user;
    return { userId: id, clerkId, emailAddress, firstName, lastName, state: stateOf(user) };
  }
}

export class FoundSubjectResponse {
  @ApiProperty({ description: 'As it was sent, without spaces around it.' }) asked!: string;
  @ApiProperty({ type: [SubjectResponse], description: 'Several where an address is of several people.' })
  people!: SubjectResponse[];

  static from({ asked, people }: FoundSubject): FoundSubjectResponse {
    return { asked, people: people.map((user) => SubjectResponse.from(user)) };
  }
}

export class FoundSubjectsResponse {
  @ApiProperty({ type: [FoundSubjectResponse], description: 'In the order of the question.' })
  data!: FoundSubjectResponse[];
}

function stateOf({ frozenAt, deletedAt, banned }: User): SubjectResponse['state'] {
  if (deletedAt !== null) return 'deleted';
  if (frozenAt !== null) return 'being_erased';
  return banned ? 'banned' : 'active';
}
