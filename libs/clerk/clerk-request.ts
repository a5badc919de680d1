/** Whether somebody waits for the answer, or it is part of a long walk that may take its time. */
export type ClerkPriority = 'interactive' | 'batch';

export interface ClerkRequest {
  /** Default interactive. */
  priority?: ClerkPriority;
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v1`, ids already in it. */
  path: string;
  /** The same without ids, for errors and figures. */
  operation: string;
  query?: Record<string, string | number | readonly string[]>;
  body?: object;
  /** May be sent again after an answer got lost; default for reading and deleting. */
  repeatable?: boolean;
}
