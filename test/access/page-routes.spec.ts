import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPageRoute, PAGE_ROUTES, pageAt } from '../../src/auth/pages/page-routes.js';

interface Operation {
  readonly responses?: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

const { paths } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../docs/openapi.json'), 'utf8'),
) as {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

describe('the list of pages', () => {
  it('holds every route that answers a page and asks for who one is, and no other', () => {
    const documented = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, { responses = {} }]) =>
          Object.values(responses).some(({ content = {} }) => 'text/html' in content),
        )
        .map(([method]) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(documented.length).toBeGreaterThan(3);
    expect(documented.toSorted()).toEqual(
      PAGE_ROUTES.filter((route) => route !== '/docs')
        .map((route) => `get ${route}`)
        .toSorted(),
    );
  });

  it.each([
    ['/docs', '/docs'],
    ['/docs/swagger-ui.css', '/docs'],
    ['/docsx', null],
    ['/api/v1/usage', '/api/v1/usage'],
    ['/api/v1/usage/', null],
    ['/api/v1/usage/explain', null],
    ['/api/v1/organizations/a-b_1/usage', '/api/v1/organizations/a-b_1/usage'],
    ['/api/v1/organizations/a/b/usage', null],
    ['/api/v1/organizations/%2e%2e/usage', null],
    ['/api/v1/me', null],
    ['/openapi.json', null],
    ['', null],
  ])('takes %s as a part of %s', (path, page) => {
    expect(pageAt(path)).toBe(page);
  });

  it('tells routes by their pattern', () => {
    expect(isPageRoute('/docs/*')).toBe(true);
    expect(isPageRoute('/api/v1/usage/chart.svg')).toBe(false);
  });
});
