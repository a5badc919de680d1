import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokenFields, BrokenRequest } from './described-requests.js';

/** What is read of an answer. */
interface Answer {
  readonly status: number;
  readonly isProblem: boolean;
  /** The fields that a 400 names. */
  readonly refused: ReadonlySet<string>;
}

/** Headers of a success that a client works with. */
const DESCRIBED_HEADERS = ['etag', 'location', 'content-disposition'];
const AT_ONCE = 8;
/** Session tokens live for a minute. */
const TOKEN_MS = 20_000;
const TIMEOUT_MS = 30_000;
const MAX_TRIES = 8;

/** Sends broken requests over kept connections, several at once, and gathers the answers that are faults. */
export class InputProbe {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  private readonly tokens = new Map<string, { token: string; until: number }>();
  /** Who is let through to an operation, by their index in the list. */
  private readonly callers = new Map<string, number>();
  private readonly shut = new Set<string>();
  /** What was answered, by operation: `409 slug_taken` for a problem, `200 text/csv etag` for anything else. */
  readonly answered = new Map<string, Set<string>>();

  /**
   * @param url of the service
   * @param people who call, in the order in which they are tried until the guard lets one through
   * @param tokenOf makes a fresh session token
   */
  constructor(
    private readonly url: string,
    private readonly people: readonly string[],
    private readonly tokenOf: (person: string) => string,
  ) {}

  close(): void {
    this.agent.destroy();
  }

  /** Operations that let none of the people through, so that nothing behind the guard was tried. */
  unreached(): string[] {
    return [...this.shut].filter((name) => !this.callers.has(name)).sort();
  }

  /** @returns what was broken where the status was wrong or an error was no problem document */
  async faultsOf(
    requests: readonly BrokenRequest[],
    isRight: (status: number) => boolean,
  ): Promise<string[]> {
    const faults: string[] = [];
    await inParallel(requests, async (each) => {
      note(faults, each, await this.ask(each), isRight);
    });
    return faults.sort();
  }

  /**
   * Puts each value into all fields of an operation at once, and then alone into each that the answer did not refuse:
   * a field that is refused beside others is refused alone too, and one that is taken must be looked at by itself.
   */
  async faultsOfFields(
    broken: readonly BrokenFields[],
    isRight: (status: number) => boolean,
  ): Promise<string[]> {
    const faults: string[] = [];
    await inParallel(broken, async (fields) => {
      const together = fields.with(fields.names);
      const answer = await this.ask(together);
      note(faults, together, answer, isRight);
      if (fields.names.length === 1) return;
      for (const name of fields.names) {
        if (answer.refused.has(name)) continue;
        const alone = fields.with([name]);
        note(faults, alone, await this.ask(alone), isRight);
      }
    });
    return faults.sort();
  }

  private async ask(broken: BrokenRequest): Promise<Answer> {
    const { method, path } = broken.operation;
    const name = `${method} ${path}`;
    for (let index = this.callers.get(name) ?? 0; ; index += 1) {
      const answer = await this.sendUntilServed(broken, this.people[index]!);
      if (answer.status !== 403) this.callers.set(name, index);
      if (answer.status !== 403 || index === this.people.length - 1) {
        if (!this.callers.has(name)) this.shut.add(name);
        return answer;
      }
    }
  }

  /** A busy machine may be told that Clerk or the database did not answer in time: that says nothing of the input. */
  private async sendUntilServed(broken: BrokenRequest, person: string): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.send(broken, person);
      if (answer.status !== 503 || tries === MAX_TRIES) return answer;
      await sleep(tries * 200);
    }
  }

  private send({ operation, path, headers, body }: BrokenRequest, person: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sending = request(
        `${this.url}${path}`,
        {
          agent: this.agent,
          method: operation.method,
          timeout: TIMEOUT_MS,
          headers: {
            authorization: `Bearer ${this.tokenFor(person)}`,
            'x-access-reason': 'Testing with garbage',
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const isProblem = response.headers['content-type'] === 'application/problem+json';
            const text = isProblem ? Buffer.concat(chunks).toString() : '{}';
            const { errors = [], code } = JSON.parse(text) as { errors?: { field: string }[]; code?: string };
            const status = response.statusCode ?? 0;
            const type = response.headers['content-type']?.split(';')[0] ?? '';
            const headers = DESCRIBED_HEADERS.filter((name) => name in response.headers);
            this.remember(operation, `${status} ${code ?? [type, ...headers].join(' ').trim()}`);
            resolve({ status, isProblem, refused: new Set(errors.map(({ field }) => field)) });
          });
        },
      );
      sending.on('error', reject);
      sending.on('timeout', () => sending.destroy(new Error(`no answer to ${operation.method} ${path}`)));
      sending.end(body);
    });
  }

  private remember({ method, path }: BrokenRequest['operation'], answer: string): void {
    const name = `${method} ${path}`;
    this.answered.set(name, (this.answered.get(name) ?? new Set()).add(answer));
  }

  private tokenFor(person: string): string {
    const known = this.tokens.get(person);
    if (known !== undefined && known.until > Date.now()) return known.token;
    const token = this.tokenOf(person);
    this.tokens.set(person, { token, until: Date.now() + TOKEN_MS });
    return token;
  }
}

function note(
  faults: string[],
  { what }: BrokenRequest,
  { status, isProblem }: Answer,
  isRight: (status: number) => boolean,
): void {
  if (!isRight(status) || (status >= 400 && !isProblem)) faults.push(`${status} ${what}`);
}

async function inParallel<T>(list: readonly T[], act: (each: T) => Promise<void>): Promise<void> {
  const waiting = list.values();
  const work = async (): Promise<void> => {
    for (const each of waiting) await act(each);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
