import request, { type Response, type Test } from 'supertest';

/** Sends requests to the service, as one person or as nobody. */
export class ApiClient {
  constructor(
    private readonly url: string,
    private readonly token: (() => string) | null,
  ) {}

  get(path: string): Test {
    return this.signed(request(this.url).get(path));
  }

  post(path: string, body?: object): Test {
    return this.signed(request(this.url).post(path).send(body));
  }

  put(path: string, body?: object): Test {
    return this.signed(request(this.url).put(path).send(body));
  }

  patch(path: string, body?: object): Test {
    return this.signed(request(this.url).patch(path).send(body));
  }

  delete(path: string): Test {
    return this.signed(request(this.url).delete(path));
  }

  private signed(request: Test): Test {
    const test = tellingWhatCame(request);
    return this.token === null ? test : test.set('Authorization', `Bearer ${this.token()}`);
  }
}

const MAX_TOLD = 500;

/** Says what was asked and answered where another status was expected; supertest says only the two statuses. */
function tellingWhatCame(test: Test): Test {
  const expect = test.expect.bind(test) as (...what: unknown[]) => Test;
  const expectTold = (...what: unknown[]): Test => {
    const [status, ...more] = what;
    if (typeof status !== 'number' || more.length > 0) return expect(...what);
    return expect((response: Response) => {
      if (response.status === status) return;
      const came = `${response.status} ${response.text.slice(0, MAX_TOLD)}`;
      throw new Error(`${test.method} ${new URL(test.url).pathname}: expected ${status}, got ${came}`);
    });
  };
  return Object.assign(test, { expect: expectTold });
}
