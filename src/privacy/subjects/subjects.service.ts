import { Injectable } from '@nestjs/common';
import { parseReference } from '#auth';
import { UnitOfWork } from '#libs/database';
import { mirroredEmail } from '#libs/email';
import { type User, UserLookupService } from '#users';
import { PRIVACY } from '../privacy.scope.js';

/** Who was meant by one id or address. */
export interface FoundSubject {
  readonly asked: string;
  readonly people: readonly User[];
}

/** Whom requests are about: for staff who were written to, and who read a queue of ids. */
@Injectable()
export class SubjectsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserLookupService,
  ) {}

  /** @param people our ids, Clerk's, or whole addresses; whoever is erased or unknown is nobody */
  async find(people: readonly string[]): Promise<FoundSubject[]> {
    return this.unitOfWork.run(PRIVACY, async () => {
      const found: FoundSubject[] = [];
      for (const asked of people) found.push({ asked, people: await this.findOne(asked) });
      return found;
    });
  }

  private async findOne(text: string): Promise<User[]> {
    if (text.includes('@')) return this.users.listByEmail(mirroredEmail(text));
    const reference = parseReference(text, 'user');
    const user = reference === undefined ? null : await this.users.findByReference(reference);
    return user === null ? [] : [user];
  }
}
