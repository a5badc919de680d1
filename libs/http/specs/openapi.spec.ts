import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import request from 'supertest';
import type { HttpSettings } from '../http-settings.js';
import { setupOpenApi } from '../openapi/setup-open-api.js';
import { PageQuery } from '../paging/page.js';
import { EmailField, EnumField, IntegerField, TextField } from '../validation/fields.js';
import { ListField, ObjectListField } from '../validation/nested-fields.js';
import { emailValue } from '../validation/text-values.js';
import { edgeSettings, startEdge, type Edge } from './edge.fixture.js';

class Guest {
  @EmailField({ description: 'Where the invitation goes' })
  email!: string;
}

class Booking {
  @TextField({ max: 50, example: 'Sea view' })
  title!: string;

  @IntegerField({ min: 1, max: 9, optional: true, nullable: true })
  nights?: number | null;

  @EnumField(['staff', 'viewer'])
  role!: string;

  @ObjectListField(() => Guest, { max: 3 })
  guests!: Guest[];

  @ListField(emailValue, { max: 2, unique: true })
  emails!: string[];
}

@Controller('bookings')
class BookingsController {
  @Post()
  create(@Body() booking: Booking): Booking {
    return booking;
  }

  @Get()
  list(@Query() query: PageQuery): PageQuery {
    return query;
  }
}

let edge: Edge | undefined;
afterEach(() => edge?.close());

async function start(settings: HttpSettings): Promise<string> {
  edge = await startEdge(
    { controllers: [BookingsController] },
    {
      settings,
      prepare: (app) => {
        setupOpenApi(app, settings, {
          title: 'Edge',
          description: 'A test',
          version: '1.2.3',
          mayRead: ({ headers }) => headers.authorization === 'Bearer staff',
        });
      },
    },
  );
  return edge.url;
}

describe('the API document', () => {
  it('describes fields, lists and problems', async () => {
    const { body } = await request(await start(edgeSettings()))
      .get('/openapi.json')
      .expect(200);
    expect(body).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Edge', version: '1.2.3' },
      servers: [{ url: '/' }],
      security: [{ bearer: [] }],
    });
    expect(body.components.schemas.Booking).toMatchObject({
      required: ['title', 'role', 'guests', 'emails'],
      properties: {
        title: { type: 'string', minLength: 1, maxLength: 50, example: 'Sea view' },
        nights: { type: ['integer', 'null'], minimum: 1, maximum: 9 },
        role: { type: 'string', enum: ['staff', 'viewer'] },
        guests: { type: 'array', maxItems: 3, items: { $ref: '#/components/schemas/Guest' } },
        emails: { type: 'array', maxItems: 2, uniqueItems: true, items: { type: 'string', format: 'email' } },
      },
    });
    expect(body.components.schemas.Guest.properties.email).toMatchObject({ format: 'email', maxLength: 254 });
    expect(body.components.schemas.Problem.required).toContain('code');
    expect(body.paths['/bookings'].get.parameters).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'limit', in: 'query', required: false })]),
    );
    for (const operation of [body.paths['/bookings'].get, body.paths['/bookings'].post]) {
      expect(operation.responses.default.content['application/problem+json'].schema.$ref).toMatch(/Problem$/);
    }
  });

  it('has a page whose files all come from here', async () => {
    const url = await start(edgeSettings());
    const page = await request(url).get('/docs').expect(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files)
      await request(url)
        .get(new URL(file, `${url}/docs`).pathname)
        .expect(200);
    const script = await request(url).get('/docs/swagger-ui-init.js').expect(200);
    expect(script.text).toMatch(/"tryItOutEnabled":\s*true/);
    expect(script.text).toMatch(/"persistAuthorization":\s*false/);
  });

  it.each([
    '/docs',
    '/docs/',
    '/docs/index.html',
    '/docs/swagger-ui-init.js',
    '/docs/swagger-ui.css',
    '/openapi.json',
    '/%64ocs',
  ])('is hidden at %s from strangers in production', async (path) => {
    const url = await start(edgeSettings({ isProduction: true }));
    const refused = await request(url).get(path).expect(401);
    expect(refused.body.code).toBe('unauthenticated');
    await request(url).get(path).set('authorization', 'Bearer staff').expect(200);
  });
});
