import type { ByteRange } from './sealed-file.js';

/**
 * What a `Range` header asks for (RFC 9110, section 14). One range of bytes is served; whatever else the header says is
 * passed over, as the RFC allows, and the whole is sent.
 *
 * @param size bytes of the whole
 * @returns null for the whole; `'none'` when the range lies behind its end (416)
 */
export function byteRangeOf(header: string | undefined, size: number): ByteRange | 'none' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (match === null) return null;
  const [from, to] = [match[1] ?? '', match[2] ?? ''];
  if (from === '' && to === '') return null;
  if (from === '') {
    const wanted = Number(to);
    return wanted === 0 || size === 0 ? 'none' : { start: Math.max(0, size - wanted), end: size };
  }
  const start = Number(from);
  if (to !== '' && Number(to) < start) return null;
  if (start >= size) return 'none';
  return { start, end: to === '' ? size : Math.min(size, Number(to) + 1) };
}
