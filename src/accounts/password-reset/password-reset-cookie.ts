import type { HandleCookie } from '../sign-in/handle-cookie.js';
import { RESET_SECONDS } from './password-reset.service.js';

/** Names the password reset that a browser has begun. */
export const PASSWORD_RESET_COOKIE: HandleCookie = {
  name: 'tenantry_password_reset',
  seconds: RESET_SECONDS,
};
