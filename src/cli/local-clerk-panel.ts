import { CommandFailure } from './command-failure.js';

interface State {
  readonly users: readonly { readonly email_addresses: readonly { readonly email_address: string }[] }[];
  readonly organizations: readonly { readonly slug: string }[];
}

const TIMEOUT_MS = 10_000;

/** The control panel of the local Clerk, over HTTP. */
export class LocalClerkPanel {
  constructor(private readonly url: string) {}

  /**
   * @param organization slug or Clerk id of the organization that is active in it
   * @throws CommandFailure naming the people or organizations that there are
   */
  async token(email: string, organization?: string): Promise<{ jwt: string; sessionId: string }> {
    const response = await this.request('/tokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, ...(organization !== undefined && { organizationId: organization }) }),
    });
    if (response.ok) return (await response.json()) as { jwt: string; sessionId: string };
    throw await this.explain(response, email, organization);
  }

  private async explain(response: Response, email: string, organization?: string): Promise<CommandFailure> {
    const { users, organizations } = (await (await this.request('/state')).json()) as State;
    const emails = users.flatMap((user) => user.email_addresses.map((address) => address.email_address));
    if (!emails.includes(email.toLowerCase())) {
      return new CommandFailure(`Nobody at the local Clerk has that address. It knows:\n${listOf(emails)}`);
    }
    if (response.status === 404 && organization !== undefined) {
      const slugs = organizations.map(({ slug }) => slug);
      return new CommandFailure(`The local Clerk has no such organization. It knows:\n${listOf(slugs)}`);
    }
    if (response.status === 403) {
      return new CommandFailure('That person is not a member of that organization.');
    }
    return new CommandFailure(`The local Clerk gave no token: it answered ${response.status}.`);
  }

  private async request(path: string, init: RequestInit = {}): Promise<Response> {
    try {
      return await fetch(`${this.url}/emulator${path}`, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (error) {
      throw new CommandFailure(
        'The local Clerk does not answer. Is Tenantry still starting, or just stopping?',
        { cause: error },
      );
    }
  }
}

const SHOWN = 25;

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => `  ${name}`);
  return [...shown, ...(names.length > SHOWN ? [`  … and ${names.length - SHOWN} more`] : [])].join('\n');
}
