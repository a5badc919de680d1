import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { User } from './user.entity.js';

/**
 * Reads the person with each row of a query that has a `user_id`: as `user` of the row, and called `person` in the
 * conditions of the query. A row whose person is not to be seen in the open scope is left out.
 */
export function joinUser<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
): SelectQueryBuilder<Row & { user: User }> {
  const { alias } = query;
  return query.innerJoinAndMapOne(
    `${alias}.user`,
    User,
    'person',
    `person.id = ${alias}.user_id`,
  ) as unknown as SelectQueryBuilder<Row & { user: User }>;
}
