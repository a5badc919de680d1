import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ApiClient } from '../../support/api-client.js';
import { Chromium, type Page } from '../../support/chromium.js';
import { MARK, SAM } from '../../support/demo-people.js';
import { type Running, Workplace } from '../local/driven-service.js';
import { SIZES } from './page-faults.js';

/** The code of the local Clerk. */
const CODE = '424242';

/** The console of `npm start`, with the demo data, in a browser. */
export class DrivenConsole {
  private constructor(
    private readonly workplace: Workplace,
    private readonly service: Running,
    private readonly browser: Chromium,
    readonly local: Readonly<Record<string, string>>,
  ) {}

  private readonly pages = new Map<string, Page>();

  /** The address of Seaside, below `/api/v1` and below `/console`. */
  seaside = '';
  /** Seaside and its organization, by their ids. */
  place = { organizationId: '', propertyId: '' };
  samId = '';

  static async start(): Promise<DrivenConsole> {
    const workplace = new Workplace();
    // Everybody comes from one address here, and nobody stops to read.
    const service = workplace.start({ RATE_LIMIT_PER_ADDRESS: '60000', RATE_LIMIT_PER_USER: '60000' });
    const browser = await Chromium.start();
    const driven = new DrivenConsole(workplace, service, browser, await service.ready());
    const [organization] = (await driven.me(MARK)).organizations;
    driven.place = { organizationId: organization.id, propertyId: organization.properties[0].id };
    driven.seaside = `${driven.organization}/properties/${driven.place.propertyId}`;
    driven.samId = await driven.idOf(SAM);
    return driven;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.service.stop();
    this.workplace.clear();
  }

  /** The address of Seaside's organization. */
  get organization(): string {
    return `/organizations/${this.place.organizationId}`;
  }

  get origin(): string {
    return this.local['apiUrl'] ?? '';
  }

  /** The page of somebody, in a window of their own, at this address; they sign in once. */
  async page(email: string, path = ''): Promise<Page> {
    const known = this.pages.get(email);
    const page = known ?? (await this.signIn(email, path));
    this.pages.set(email, page);
    if (known !== undefined) await page.open(`${this.origin}/console${path}`);
    return page;
  }

  /** A page of somebody who signed in through the form; Clerk takes a few attempts in ten seconds. */
  async signIn(email: string, path = ''): Promise<Page> {
    const page = await this.browser.newPage();
    await page.look(...SIZES.desk, 'light');
    await page.open(`${this.origin}/console${path}`);
    await page.type('email', email);
    await page.press('Continue');
    await page.type('answer', CODE);
    for (;;) {
      await page.press('Sign in');
      await page.until(
        `!document.querySelector('[name=answer]') || document.body.innerText.includes('Too many requests')`,
      );
      if (!(await page.evaluate<boolean>(`Boolean(document.querySelector('[name=answer]'))`))) return page;
      await sleep(1000);
    }
  }

  /** What the API says to somebody, asked without the console. */
  async as(email: string): Promise<ApiClient> {
    const answer = await fetch(`${this.local['clerkUrl'] ?? ''}/emulator/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    });
    const { jwt } = (await answer.json()) as { jwt: string };
    return new ApiClient(this.origin, () => jwt);
  }

  /** What the API tells somebody of themselves. */
  async me(email: string) {
    const { body } = await (await this.as(email)).get('/api/v1/me').expect(200);
    return body;
  }

  async idOf(email: string): Promise<string> {
    return (await this.me(email)).id;
  }

  /** A request to the local Clerk with its secret key, past the service. */
  requestClerk(method: string, path: string, body: object): Promise<Response> {
    return fetch(`${this.local['clerkUrl'] ?? ''}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.local['clerkSecretKey'] ?? ''}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
  }

  /** A statement in the scope of the system, past the service. */
  async inDatabase(text: string, ...values: unknown[]): Promise<void> {
    const client = new pg.Client({ connectionString: this.local['databaseUrl'] });
    await client.connect();
    try {
      await client.query('begin');
      await client.query(`select set_config('app.scope_kind', 'system', true)`);
      await client.query(text, values);
      await client.query('commit');
    } finally {
      await client.end();
    }
  }
}
