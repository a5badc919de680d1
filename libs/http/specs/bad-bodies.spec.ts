import { gzipSync } from 'node:zlib';
import { Body, Controller, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request from 'supertest';
import { RawBody } from '../server/raw-body.js';
import { EmailField, EnumField, IntegerField, TextField } from '../validation/fields.js';
import { ListField, ObjectField, ObjectListField } from '../validation/nested-fields.js';
import { emailValue } from '../validation/text-values.js';
import { startEdge, type Edge } from './edge.fixture.js';

class Address {
  @TextField({ max: 20 })
  city!: string;
}

class Guest {
  @EmailField()
  email!: string;

  @EnumField(['staff', 'viewer'])
  role!: string;
}

class Booking {
  @TextField({ max: 50 })
  title!: string;

  @IntegerField({ min: 1, max: 9, optional: true })
  nights?: number;

  @ObjectField(() => Address, { optional: true })
  address?: Address;

  @ObjectListField(() => Guest, { optional: true, max: 3 })
  guests?: Guest[];

  @ListField(emailValue, { optional: true, unique: true })
  emails?: string[];

  @TextField({ nullable: true, optional: true })
  note?: string | null;
}

let handled = 0;

@Controller('bookings')
class BookingsController {
  @Post()
  create(@Body() booking: Booking): Booking {
    handled += 1;
    return booking;
  }

  @Post('signed')
  @RawBody()
  signed(@Body() bytes: Buffer): { length: number; isBuffer: boolean } {
    return { length: bytes.length, isBuffer: Buffer.isBuffer(bytes) };
  }
}

let edge: Edge;
beforeAll(async () => {
  edge = await startEdge({ controllers: [BookingsController] });
});
afterAll(() => edge.close());

const json = (body: string | Buffer) =>
  request(edge.url)
    .post('/bookings')
    .set('content-type', 'application/json')
    .serialize(String)
    .send(body.toString());

describe('a good body', () => {
  it('is read into its DTO in canonical form', async () => {
    const body = {
      title: '  Two nights ',
      nights: 2,
      address: { city: 'Linz' },
      guests: [{ email: ' Nina@Nowhere.TEST ', role: 'staff' }],
      emails: ['a@b.test'],
      note: null,
    };
    const answer = await request(edge.url).post('/bookings').send(body).expect(201);
    expect(answer.body).toEqual({
      ...body,
      title: 'Two nights',
      guests: [{ email: 'nina@nowhere.test', role: 'staff' }],
    });
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset=UTF-8'])(
    'may be called %s',
    async (type) => {
      const bytes = Buffer.from('{"title":"x"}');
      const head = `POST /bookings HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: ${type}\r\n`;
      expect(await edge.raw(`${head}Content-Length: ${bytes.length}\r\n\r\n${bytes.toString()}`)).toMatch(
        /^HTTP\/1.1 201/,
      );
    },
  );
});

describe('a bad body', () => {
  it('with a field named like a member of every object is refused, at any depth', async () => {
    const names = [...Object.getOwnPropertyNames(Object.prototype), 'prototype'];
    expect(names).toContain('hasOwnProperty');
    for (const name of names) {
      for (const body of [
        `{"title":"x","${name}":1}`,
        `{"title":"x","address":{"city":"Linz","${name}":"y"}}`,
        `{"title":"x","guests":[{"email":"a@b.test","role":"staff","${name}":null}]}`,
      ]) {
        const answer = await json(body);
        expect([body, answer.status, answer.body.errors?.[0]?.field?.endsWith(name)]).toEqual([
          body,
          400,
          true,
        ]);
      }
    }
  });

  it.each<[string, object, string, string]>([
    ['an unknown field', { title: 'x', isOwner: true }, 'isOwner', 'known'],
    ['an unknown nested field', { title: 'x', address: { city: 'x', zip: '1' } }, 'address.zip', 'known'],
    ['a missing field', {}, 'title', 'missing'],
    ['null where a text is expected', { title: null }, 'title', 'text'],
    ['a number where a text is expected', { title: 5 }, 'title', 'text'],
    ['an object where a text is expected', { title: { $ne: '' } }, 'title', 'text'],
    ['a list where a text is expected', { title: ['x'] }, 'title', 'text'],
    ['an empty text', { title: '   ' }, 'title', 'empty'],
    ['a text that is too long', { title: 'x'.repeat(51) }, 'title', '50'],
    ['a control character', { title: 'a\u0000b' }, 'title', 'control'],
    ['a forged log line', { title: 'a\r\nlevel=fatal' }, 'title', 'control'],
    ['a direction override', { title: 'a\u202Eb' }, 'title', 'control'],
    ['a text where a number is expected', { title: 'x', nights: '2' }, 'nights', 'whole'],
    ['an empty text where a number is expected', { title: 'x', nights: '' }, 'nights', 'whole'],
    ['a fraction', { title: 'x', nights: 1.5 }, 'nights', 'whole'],
    ['a number out of range', { title: 'x', nights: 10 }, 'nights', '1 to 9'],
    ['null where only absence is allowed', { title: 'x', nights: null }, 'nights', 'whole'],
    ['a list where an object is expected', { title: 'x', address: [] }, 'address', 'object'],
    ['a text where an object is expected', { title: 'x', address: 'x' }, 'address', 'object'],
    ['an object where a list is expected', { title: 'x', guests: {} }, 'guests', 'list'],
    [
      'a wrong member',
      { title: 'x', guests: [{ email: 'a@b.test', role: 'staff' }, 5] },
      'guests[1]',
      'object',
    ],
    [
      'a wrong field of a member',
      { title: 'x', guests: [{ email: 'a', role: 'staff' }] },
      'guests[0].email',
      'e-mail',
    ],
    [
      'an unknown field of a member',
      { title: 'x', guests: [{ email: 'a@b.test', role: 'staff', id: 1 }] },
      'guests[0].id',
      'known',
    ],
    [
      'a word that is not listed',
      { title: 'x', guests: [{ email: 'a@b.test', role: 'owner' }] },
      'guests[0].role',
      'staff, viewer',
    ],
    ['too many members', { title: 'x', guests: [1, 2, 3, 4] }, 'guests', '3'],
    ['a wrong plain member', { title: 'x', emails: ['a@b.test', 'c'] }, 'emails[1]', 'e-mail'],
    ['a member twice', { title: 'x', emails: ['a@b.test', 'A@b.test'] }, 'emails[1]', 'twice'],
  ])('%s is refused by name', async (_, body, field, message) => {
    const before = handled;
    const answer = await request(edge.url).post('/bookings').send(body).expect(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      status: 400,
      code: 'invalid_request',
      requestId: expect.any(String),
    });
    expect(answer.body.errors).toEqual([{ field, message: expect.stringContaining(message) }]);
    expect(handled).toBe(before);
  });

  it('names all wrong fields at once and repeats no value', async () => {
    const answer = await request(edge.url)
      .post('/bookings')
      .send({
        title: 'c4n4ry'.repeat(20),
        nights: 'c4n4ry',
        address: { city: 7, 'c-key': 'c4n4ry' },
        emails: ['c4n4ry'],
      })
      .expect(400);
    expect(answer.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'address.c-key',
      'address.city',
      'emails[0]',
      'nights',
      'title',
    ]);
    expect(answer.text).not.toContain('c4n4ry');
  });

  it.each<[string, string | Buffer, string?]>([
    ['broken JSON', '{"title":'],
    ['a trailing comma', '{"title":"x",}'],
    ['NaN', '{"title":"x","nights":NaN}'],
    ['a number beyond all bounds', '{"title":"x","nights":1e400}', 'nights'],
    ['a nested number beyond all bounds', '{"guests":[{"n":-1e999}]}', 'guests[0].n'],
    ['a key twice', '{"title":"x","title":"y"}', 'title'],
    ['an escaped key twice', '{"title":"x","\\u0074itle":"y"}', 'title'],
    ['__proto__', '{"title":"x","__proto__":{"isOwner":true}}', '__proto__'],
    ['escaped __proto__', '{"title":"x","\\u005f_proto__":{}}', '__proto__'],
    ['constructor', '{"address":{"constructor":{"prototype":{}}}}', 'address.constructor'],
    ['a byte order mark', '\uFEFF{"title":"x"}'],
    ['a text as the body', '"title"'],
    ['null as the body', 'null'],
    ['a list as the body', '[{"title":"x"}]'],
    ['depth 21', `{"a":`.repeat(21) + '1' + '}'.repeat(21)],
    ['depth 5000', `{"a":`.repeat(5_000) + '1' + '}'.repeat(5_000)],
    ['depth 50000 of lists', '['.repeat(50_000)],
    ['ten thousand keys', `{${Array.from({ length: 9_000 }, (_, i) => `"${i}":1`).join(',')}}`],
    ['no body at all', ''],
  ])('%s is a 400', async (...[, body, field]) => {
    const answer = await json(body);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    if (field) expect(answer.body.errors[0].field).toBe(field);
  });

  it('that is not UTF-8 is a 400', async () => {
    const bytes = Buffer.concat([Buffer.from('{"title":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    const head = `POST /bookings HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n`;
    const answer = await edge.raw(
      Buffer.concat([Buffer.from(`${head}Content-Length: ${bytes.length}\r\n\r\n`), bytes]),
    );
    expect(answer).toMatch(/^HTTP\/1.1 400/);
    expect(answer).toContain('UTF-8');
  });

  it('of depth 20 is still read', async () => {
    const answer = await json(`{"a":`.repeat(20) + '1' + '}'.repeat(20)).expect(400);
    expect(answer.body.code).toBe('invalid_request');
  });

  it('250000 lists deep is too large before it is looked at', async () => {
    await json('['.repeat(250_000)).expect(413);
  });

  it('over the limit by one byte is a 413 problem', async () => {
    const filler = (size: number) => `{"title":"${'x'.repeat(size - 12)}"}`;
    expect((await json(filler(100 * 1024))).body.code).toBe('invalid_request');
    const answer = await json(filler(100 * 1024 + 1)).expect(413);
    expect(answer.body).toMatchObject({ code: 'body_too_large', requestId: expect.any(String) });
  });

  it.each([
    ['text/plain'],
    ['application/json;'],
    ['application/json; charset=latin1'],
    ['application/jsonp'],
    ['application/merge-patch+json'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/json, text/plain'],
  ])('of type %s is a 415', async (type) => {
    const answer = await request(edge.url)
      .post('/bookings')
      .set('content-type', type)
      .serialize(String)
      .send('{"title":"x"}');
    expect(answer.status).toBe(415);
    expect(answer.body.code).toBe('unsupported_media_type');
  });

  it('that is compressed is a 415', async () => {
    const answer = await request(edge.url)
      .post('/bookings')
      .set({ 'content-type': 'application/json', 'content-encoding': 'gzip' })
      .serialize((body: Buffer) => body as unknown as string)
      .send(gzipSync('{"title":"x"}'));
    expect(answer.status).toBe(415);
  });
});

describe('a signed body', () => {
  it('arrives byte for byte, up to 256 kB', async () => {
    const send = (body: string) =>
      request(edge.url)
        .post('/bookings/signed')
        .set('content-type', 'application/json')
        .serialize(String)
        .send(body);
    expect((await send('{ "a" : 1.0, "a": 2 }').expect(201)).body).toEqual({ length: 21, isBuffer: true });
    await send('x'.repeat(256 * 1024)).expect(201);
    await send('x'.repeat(256 * 1024 + 1)).expect(413);
  });
});
