import { changeTime, type EmulatorCore } from '../emulator-core.js';
import { notFound } from '../server/clerk-error.js';
import { slice, type Query } from '../server/query.js';
import { deletedShape } from '../shapes/deleted.shape.js';
import type { DocumentRecord, JsonObject } from '../state/records.js';

/** Objects that are kept just as Clerk shows them, of one kind. */
export class DocumentStore {
  constructor(
    private readonly core: EmulatorCore,
    /** Also the value of `object`. */
    readonly kind: string,
    private readonly prefix: string,
  ) {}

  /** All of the kind, newest first. */
  list(): JsonObject[] {
    return this.core.state.documents
      .by('kind', this.kind)
      .reverse()
      .map((document) => this.shape(document));
  }

  /** The page that the query asks for, as Clerk answers where `paginated=true` decides about the envelope. */
  page(query: Query, rows = this.list()): JsonObject | JsonObject[] {
    return query.flag('paginated') === true ? this.envelope(query, rows) : slice(rows, query.page());
  }

  /** The page in an envelope with the total. */
  envelope(query: Query, rows = this.list()): JsonObject {
    return { data: slice(rows, query.page()), total_count: rows.length };
  }

  /** Stores a new object; without an id of its own it gets one of Clerk's usual form. */
  create(body: JsonObject, lookup: string | null = null, id?: string): JsonObject {
    const now = this.core.clock.now();
    return this.shape(
      this.core.state.documents.put({
        id: id ?? this.core.ids.next(this.prefix, now),
        kind: this.kind,
        lookup,
        created_at: now,
        body: { ...body, updated_at: now },
      }),
    );
  }

  get(id: string): JsonObject {
    return this.shape(this.record(id));
  }

  /** The object under its second key. */
  find(lookup: string): JsonObject | undefined {
    const document = this.core.state.documents.one('lookup', `${this.kind} ${lookup}`);
    return document && this.shape(document);
  }

  /** Changes what is given; undefined leaves a field as it was. */
  change(id: string, changes: JsonObject, lookup?: string): JsonObject {
    const document = this.record(id);
    const sent = Object.entries(changes).filter(([, value]) => value !== undefined);
    const updated_at = changeTime(this.core, { updated_at: Number(document.body['updated_at']) });
    return this.shape(
      this.core.state.documents.put({
        ...document,
        lookup: lookup ?? document.lookup,
        body: { ...document.body, ...Object.fromEntries(sent), updated_at },
      }),
    );
  }

  delete(id: string): JsonObject {
    this.core.state.documents.delete(this.record(id).id);
    return deletedShape(this.kind, id);
  }

  private record(id: string): DocumentRecord {
    const document = this.core.state.documents.get(id);
    if (document?.kind !== this.kind) throw notFound(this.kind.replaceAll('_', ' '), id);
    return document;
  }

  private shape(document: DocumentRecord): JsonObject {
    return { object: this.kind, id: document.id, created_at: document.created_at, ...document.body };
  }
}

/** The object without the fields that only this emulator keeps. */
export function without(shape: JsonObject, ...names: string[]): JsonObject {
  return Object.fromEntries(Object.entries(shape).filter(([name]) => !names.includes(name)));
}
