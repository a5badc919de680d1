import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import { PageQuery } from '../paging/page.js';
import { IdParam } from '../validation/id-param.js';
import { startEdge, type Edge } from './edge.fixture.js';

@Controller('bookings')
class BookingsController {
  @Get()
  list(@Query() query: PageQuery): PageQuery {
    return query;
  }

  @Get('of/:userId')
  one(@IdParam('userId') id: string): { id: string } {
    return { id };
  }

  @Post('of/:userId/ban')
  ban(@Param('userId') userId: string): { userId: string } {
    return { userId };
  }
}

/** What every object has. */
const inherited = [...Object.getOwnPropertyNames(Object.prototype), 'prototype'];

let edge: Edge;
beforeAll(async () => {
  edge = await startEdge({ controllers: [BookingsController] });
});
afterAll(() => edge.close());

describe('a path', () => {
  it('takes an id in any spelling', async () => {
    const uuid = '0190A3C0-7f00-7000-8000-000000000001';
    expect((await request(edge.url).get(`/bookings/of/${uuid}`)).body).toEqual({ id: uuid.toLowerCase() });
  });

  it.each([
    'undefined',
    'null',
    '1',
    'org_2abcDEF3456789012345678901x',
    'user_',
    'user_%27--',
    `user_${'a'.repeat(200)}`,
    '',
  ])('with the id "%s" is the same 404 as a true miss', async (id) => {
    const answer = await request(edge.url).get(`/bookings/of/${id}`).expect(404);
    const miss = await request(edge.url).get('/nothing-here').expect(404);
    expect({ ...answer.body, requestId: '' }).toEqual({ ...miss.body, requestId: '' });
  });

  it.each(['%00', '%0a', '%0D', '%1f', '%7F', '%C2%80', '%c2%9f', 'user_%00', 'x%00y'])(
    'with the control character %s is a 400, wherever it leads',
    async (id) => {
      for (const path of [`/bookings/of/${id}`, `/nothing/${id}`]) {
        const answer = await request(edge.url).get(path).expect(400);
        expect(answer.body).toMatchObject({ code: 'bad_request', status: 400 });
      }
    },
  );

  it('that is badly encoded is a 400 problem', async () => {
    const answer = await request(edge.url).get('/bookings/of/%E0%A4%A').expect(400);
    expect(answer.body).toMatchObject({ code: 'bad_request', requestId: answer.headers['x-request-id'] });
  });

  it('takes an action without a body', async () => {
    await request(edge.url).post('/bookings/of/x/ban').expect(201);
    await request(edge.url).post('/bookings/of/x/ban').set('content-type', 'application/json').expect(201);
  });
});

describe('a list query', () => {
  it('has a default and reads plain digits', async () => {
    expect((await request(edge.url).get('/bookings')).body).toEqual({ limit: 20 });
    expect((await request(edge.url).get('/bookings?limit=100')).body).toEqual({ limit: 100 });
  });

  it.each(['0', '101', '-1', '+5', '1e2', '0x10', ' 5', '5.0', '', 'all'])(
    'refuses limit=%s',
    async (limit) => {
      const answer = await request(edge.url).get('/bookings').query({ limit }).expect(400);
      expect(answer.body.errors[0].field).toBe('limit');
    },
  );

  it.each([
    'sort=name',
    'limit=5&limit=6',
    'limit[]=5',
    'cursor=a%00b',
    ...inherited.map((name) => `${name}=x`),
  ])('refuses ?%s', async (query) => {
    await request(edge.url).get(`/bookings?${query}`).expect(400);
  });
});
