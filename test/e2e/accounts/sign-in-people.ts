import { digestOf } from './accounts-world.js';
import type { OldAccount, SignInWorld } from './sign-in-world.js';

export const PASSWORD = 'correct horse battery staple';

/** People who sign in at a service, each with an address of their own. */
export class SignInPeople {
  /** How many there were. */
  count = 0;

  private constructor(
    readonly world: SignInWorld,
    private readonly digest: string,
  ) {}

  static async of(world: SignInWorld): Promise<SignInPeople> {
    return new SignInPeople(world, await digestOf(PASSWORD));
  }

  nextEmail(): string {
    return `sign-in-${++this.count}@made-up.test`;
  }

  /** The address of somebody new of the older system, with {@link PASSWORD}; their id there is `legacy-` and the count. */
  async old(fields: Partial<Pick<OldAccount, 'totpSecret' | 'digest' | 'hasher'>> = {}): Promise<string> {
    const email = this.nextEmail();
    await this.world.load([{ id: `legacy-${this.count}`, email, digest: this.digest, ...fields }]);
    return email;
  }

  /** How their account of the older system stands, and how many secrets of it are left. */
  async stateOf(email: string): Promise<{ state: string; clerk_id: string | null; secrets: number }> {
    const [row] = await this.world.database.query<{
      state: string;
      clerk_id: string | null;
      secrets: number;
    }>(
      `select a.state, a.clerk_id, count(s.*)::int as secrets from legacy_accounts a
         left join legacy_account_secrets s on s.account_id = a.id where a.email_address = '${email}'
        group by a.id`,
    );
    return row!;
  }
}
