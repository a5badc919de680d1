import { EnvironmentError } from '#libs/config';
import { parseEnvironment } from '#settings';
import { isSet, type Settings } from './settings.js';

/** Where the service will listen. */
export interface ListenAddress {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/**
 * Checks what is set before anything is started; what is not set is filled in later.
 * @throws EnvironmentError naming every wrong setting
 */
export function checkGivenSettings(settings: Settings): ListenAddress {
  try {
    parseEnvironment(settings);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const wrong = error.problems.filter(({ variable }) => isSet(settings, variable));
    if (wrong.length > 0) throw new EnvironmentError(wrong);
  }
  return {
    host: isSet(settings, 'HOST') ? String(settings['HOST']).trim() : '127.0.0.1',
    port: isSet(settings, 'PORT') ? Number(settings['PORT']) : 3000,
  };
}
