import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startClerkEmulator, type ClerkEmulator } from '@tenantry/clerk-emulator';
import { TEST_KEYS } from './sdk-client.js';

describe('the page', () => {
  let clerk: ClerkEmulator;
  let page: string;
  let policy: string;

  beforeAll(async () => {
    clerk = await startClerkEmulator({
      port: 0,
      keys: TEST_KEYS,
      apiUrlForPage: 'http://localhost:3999/api/v1/me',
    });
    const { id } = clerk.control.ensureUser({
      email: 'ada@example.test',
      firstName: '<script>alert(1)</script>',
      lastName: '"&\'',
    });
    clerk.control.ensureOrganization({
      name: '<img src=x onerror=alert(2)>',
      slug: 'harbour',
      createdBy: id,
    });
    const response = await fetch(`${clerk.url}/`);
    policy = response.headers.get('content-security-policy') ?? '';
    page = await response.text();
  });
  afterAll(() => clerk.stop());

  it('lists people with their ids, organizations and roles', () => {
    expect(page).toContain('ada@example.test');
    expect(page).toMatch(/data-token-for="user_\w{27}"/);
    expect(page).toContain('org:admin');
    expect(page).toContain('http://localhost:3999/api/v1/me');
  });

  it('escapes every name', () => {
    expect(page).not.toContain('<script>alert(1)');
    expect(page).not.toContain('<img src=x');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;&amp;&#39;');
  });

  it('allows nothing but its own script and style', () => {
    const hashOf = (tag: string): string =>
      createHash('sha256')
        .update(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)![1]!)
        .digest('base64');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src 'sha256-${hashOf('script')}'`);
    expect(policy).toContain(`style-src 'sha256-${hashOf('style')}'`);
    expect(policy).not.toContain('unsafe');
    expect(page).not.toMatch(/(?:src|href)="https?:/);
  });
});
