import request, { type Test } from 'supertest';

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

  private signed(test: Test): Test {
    return this.token === null ? test : test.set('Authorization', `Bearer ${this.token()}`);
  }
}
