/** Whether a host (no port) can only mean this machine. */
export function isLoopbackHost(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '0.0.0.0' ||
    name === '::' ||
    name === '::1' ||
    /^(?:::ffff:)?127\./.test(name) ||
    /^::ffff:7f[0-9a-f]{2}:/.test(name)
  );
}
