import { v7 } from 'uuid';

/** A fresh UUID v7: ordered by time, so that indexes grow at one end and a page of rows can follow the id. */
export function newId(): string {
  return v7();
}
