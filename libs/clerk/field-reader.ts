import { ClerkSchemaError } from './clerk-errors.js';

/** Reads one JSON object strictly: what is missing or of another type is an error that names the field. */
export class FieldReader {
  private readonly fields: Record<string, unknown>;

  constructor(
    value: unknown,
    private readonly what: string,
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ClerkSchemaError(`${what} is no object`);
    }
    this.fields = value as Record<string, unknown>;
  }

  /** Refuses an object that says that it is of another kind. */
  ofItsKind(): this {
    const { object } = this.fields;
    if (object !== undefined && object !== this.what) this.fail('object');
    return this;
  }

  /** @param prefix what Clerk's ids of this kind begin with, e.g. `user_` */
  id(name: string, prefix: string): string {
    const value = this.fields[name];
    if (typeof value !== 'string' || !value.startsWith(prefix) || value.length > 64) this.fail(name);
    return value;
  }

  text(name: string): string {
    const value = this.fields[name];
    if (typeof value !== 'string') this.fail(name);
    return value;
  }

  optionalText(name: string): string | null {
    const value = this.fields[name];
    if (value === undefined || value === null) return null;
    if (typeof value !== 'string') this.fail(name);
    return value;
  }

  /** A time in whole milliseconds since the epoch. */
  time(name: string): Date {
    const value = this.fields[name];
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) this.fail(name);
    return new Date(value);
  }

  optionalTime(name: string): Date | null {
    return this.fields[name] === undefined || this.fields[name] === null ? null : this.time(name);
  }

  flag(name: string): boolean {
    const value = this.fields[name];
    if (typeof value !== 'boolean') this.fail(name);
    return value;
  }

  optionalFlag(name: string): boolean {
    return this.fields[name] === undefined || this.fields[name] === null ? false : this.flag(name);
  }

  optionalInteger(name: string): number | null {
    const value = this.fields[name];
    if (value === undefined || value === null) return null;
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) this.fail(name);
    return value;
  }

  object(name: string): FieldReader {
    return new FieldReader(this.fields[name], `${this.what}.${name}`);
  }

  optionalObject(name: string): FieldReader | null {
    return this.fields[name] === undefined || this.fields[name] === null ? null : this.object(name);
  }

  list<T>(name: string, read: (value: unknown) => T): T[] {
    const value = this.fields[name];
    if (!Array.isArray(value)) this.fail(name);
    return value.map(read);
  }

  raw(name: string): unknown {
    return this.fields[name];
  }

  private fail(name: string): never {
    throw new ClerkSchemaError(`${this.what}.${name} is missing or of another type`);
  }
}
