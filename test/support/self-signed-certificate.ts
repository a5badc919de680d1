import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate that vouches for itself, and its key; PEM. */
export interface SelfSigned {
  readonly certificate: string;
  readonly privateKey: string;
}

const ECDSA_WITH_SHA256 = object(0x30, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));

/**
 * Makes an X.509 certificate (RFC 5280) for 127.0.0.1 and localhost, which is also its own authority.
 *
 * @param until when it ends
 */
export function selfSigned(until: Date, from = new Date(Date.now() - 86_400_000)): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = object(0x30, object(0x31, object(0x30, oid(0x55, 0x04, 0x03), text(0x0c, 'database'))));
  const content = object(
    0x30,
    object(0xa0, object(0x02, Buffer.from([2]))),
    object(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    name,
    object(0x30, time(from), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    object(
      0xa3,
      object(
        0x30,
        extension(oid(0x55, 0x1d, 0x13), object(0x30, object(0x01, Buffer.from([0xff])))),
        extension(
          oid(0x55, 0x1d, 0x11),
          object(0x30, object(0x87, Buffer.from([127, 0, 0, 1])), text(0x82, 'localhost')),
        ),
      ),
    ),
  );
  const signature = sign('sha256', content, privateKey);
  const der = object(
    0x30,
    content,
    ECDSA_WITH_SHA256,
    object(0x03, Buffer.concat([Buffer.from([0]), signature])),
  );
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Tag, length and contents in DER (X.690). */
function object(tag: number, ...contents: Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const length =
    body.length < 0x80
      ? [body.length]
      : body.length < 0x100
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

function oid(...bytes: number[]): Buffer {
  return object(0x06, Buffer.from(bytes));
}

function text(tag: number, value: string): Buffer {
  return object(tag, Buffer.from(value));
}

/** UTCTime, which is what certificates that end before 2050 have. */
function time(moment: Date): Buffer {
  return text(0x17, `${moment.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`);
}

function extension(id: Buffer, value: Buffer): Buffer {
  return object(0x30, id, object(0x04, value));
}
