import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** One request, made anew each time. */
export interface RequestToSend {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

interface Answer {
  readonly path: string;
  readonly status: number;
  /** It says that it is the last one of its connection. */
  readonly closes: boolean;
  readonly sentAt: number;
  readonly cameAt: number;
}

/** Requests at a steady rate over kept connections, whoever is still waiting for an answer. */
export class SteadyRequests {
  /** How often each status came, and each code of an error on the connection. */
  readonly outcomes: Record<string, number> = {};
  /** What got no answer: with the code of the error, and whether the connection had carried a request before. */
  readonly failures: { path: string; code: string; isKept: boolean; sentAt: number }[] = [];
  /** In the order of their arrival; times by `performance.now()`. */
  readonly answers: Answer[] = [];
  private readonly agent: Agent;
  private readonly underWay = new Set<Promise<void>>();
  private readonly timer: NodeJS.Timeout;
  private turn = 0;
  /** Told that a connection ends, a load balancer takes no new one to the same process; kept ones go on. */
  private isLeaving = false;
  private readonly leaves: boolean;

  /**
   * @param perSecond at most 1000
   * @param leaves takes no new connection once an answer said that it is the last one, as a load balancer does
   */
  constructor(
    private readonly url: string,
    { perSecond, connections, leaves = false }: { perSecond: number; connections: number; leaves?: boolean },
    private readonly makers: readonly (() => RequestToSend)[],
  ) {
    this.leaves = leaves;
    // All connections in turn, so that each is in use.
    this.agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
    this.timer = setInterval(() => {
      this.send();
    }, 1000 / perSecond);
  }

  /** Sends nothing more, and resolves when everything was answered or failed. */
  async end(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.underWay);
    this.agent.destroy();
  }

  private send(): void {
    const make = this.makers[this.turn % this.makers.length];
    this.turn += 1;
    if (make === undefined || (this.isLeaving && !this.hasIdleConnection())) return;
    const work = this.exchange(make())
      .catch((error: unknown) => codeOf(error))
      .then((outcome) => {
        this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
      })
      .finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  private hasIdleConnection(): boolean {
    return Object.values(this.agent.freeSockets).some((sockets) => (sockets ?? []).length > 0);
  }

  private async exchange({ method, path, headers = {}, body }: RequestToSend): Promise<string> {
    const sentAt = performance.now();
    const outgoing = request(`${this.url}${path}`, { method, headers, agent: this.agent });
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    outgoing.once('error', (error) => {
      this.failures.push({ path, code: codeOf(error), isKept: outgoing.reusedSocket, sentAt });
      reject(error);
    });
    outgoing.once('response', (answer) => {
      const { statusCode: status = 0 } = answer;
      const closes = answer.headers.connection === 'close';
      this.isLeaving ||= closes && this.leaves;
      this.answers.push({ path, status, closes, sentAt, cameAt: performance.now() });
      text(answer).then(() => {
        resolve(String(status));
      }, reject);
    });
    outgoing.end(body);
    return promise;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}
