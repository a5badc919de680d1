import { DefaultNamingStrategy } from 'typeorm';

/** `emailAddress` in TypeScript is `email_address` in Postgres. */
export class SnakeNamingStrategy extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined, prefixes: string[]): string {
    if (customName !== undefined && customName !== '') return customName;
    return [...prefixes, propertyName].map(snakeCase).join('_');
  }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
