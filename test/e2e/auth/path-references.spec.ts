import { Controller, Get } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import { ReferenceParam, type Reference } from '#auth';
import { startEdge, type Edge } from '../../../libs/http/specs/edge.fixture.js';

@Controller('bookings')
class BookingsController {
  @Get('of/:userId')
  one(@ReferenceParam('userId', 'user') user: Reference): Reference {
    return user;
  }
}

let edge: Edge;
beforeAll(async () => {
  edge = await startEdge({ controllers: [BookingsController] });
});
afterAll(() => edge.close());

describe('a path', () => {
  it('takes our id and Clerk’s id of the same object', async () => {
    const uuid = '0190A3C0-7f00-7000-8000-000000000001';
    expect((await request(edge.url).get(`/bookings/of/${uuid}`)).body).toEqual({
      kind: 'id',
      id: uuid.toLowerCase(),
    });
    const clerkId = 'user_2abcDEF3456789012345678901x';
    expect((await request(edge.url).get(`/bookings/of/${clerkId}`)).body).toEqual({ kind: 'clerk', clerkId });
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
});
