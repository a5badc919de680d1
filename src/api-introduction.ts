import { PROBLEM_JSON } from '#libs/http';

/** What the OpenAPI document says before its first route. */
export const API_INTRODUCTION = `
The backend half of Clerk: organizations with properties, roles on one property, audit and sync.

## Authentication

Send a Clerk session token with each request: \`Authorization: Bearer <token>\`. A session token lives for a minute, so ask
Clerk's SDK for one before each request. What a caller may do comes from the tables here and is looked up for each request;
a right that was taken away is gone with the next one. What a route demands stands with it under **Access**, and for
programs in \`x-required-permission\`, \`x-required-role\`, \`x-step-up\` and \`x-not-impersonated\`.

A program of your own calls with the key of a service account, \`Authorization: Bearer tnt_…\`, on the routes that say so (for
programs \`x-open-to-service-accounts\`). A key opens what its account was given, as far as whoever gave it and whoever made the
key hold it there themselves at that moment.

Ids in paths are UUIDs. Where it says so, Clerk's id (\`org_…\`, \`user_…\`) is taken in place of ours. What does not exist and
what the caller may not know of is answered alike: 404 \`not_found\`.

## Paging

A list answers \`{ data, nextCursor }\`. Ask for the next page with \`?cursor=\` and the \`nextCursor\` of the one before, until
it is null. \`limit\` is 1 to 100, and 20 unless told. A cursor belongs to its list with its filters, and to nothing else.

## Errors

Every error is a problem document (RFC 9457, \`${PROBLEM_JSON}\`). Decide by its \`code\`; \`detail\` is for people and may
change. Each route names the codes that it can answer. A 429 or 503 tells in \`Retry-After\` how many seconds to wait.

## Repeating a request

GET, PUT and DELETE can be repeated. A POST that makes something takes an \`Idempotency-Key\`: sent again with the same key
within 24 hours it has no second effect and answers the status, \`Location\` and id of the first. Use a new key for each thing
that is to be made, a UUID for example.

## Two people at once

Where an answer carries an \`ETag\`, a change may be sent with \`If-Match\`. Had somebody else changed the same thing since, it is
refused with 412 \`stale_version\`, and nothing is lost. Whoever reads it again with \`If-None-Match\` is answered 304 without a body
while nothing of it has changed.

## Limits

Requests are counted by address, and by person or key. \`RateLimit-Policy\` tells the limits, \`RateLimit\` what is left of them.
`.trim();
