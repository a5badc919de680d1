import { matching, refuse, type Rule, type VariableReader } from '#libs/config';
import type { VariableName } from './variables.js';

/** Where the content of files lies that replicas share. */
export interface BucketSettings {
  readonly name: string;
  /** Of a store that speaks S3; undefined: Amazon's own of the region. */
  readonly endpoint: string | undefined;
  readonly region: string;
  /** Stands before each name in the bucket. */
  readonly prefix: string;
  /** undefined: those that AWS gives the process. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

// The rules for names of buckets in general (Amazon S3 user guide, "Bucket naming rules").
const bucketName = matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'is not the name of a bucket');
const regionName = matching(/^[a-z0-9-]{1,40}$/, 'is not the name of a region');
const objectPrefix = matching(/^[\w./-]{1,200}$/, 'is not the beginning of a name in a bucket');
const printable = matching(/^[\x21-\x7e]{3,512}$/, 'is too short or holds a space');

const endpointOf =
  (isProduction: boolean): Rule<string> =>
  (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol)) return refuse('is not an https URL');
    if (isProduction && url.protocol === 'http:') return refuse('is not an https URL');
    if (
      url.username !== '' ||
      url.password !== '' ||
      url.search !== '' ||
      url.hash !== '' ||
      url.pathname !== '/'
    )
      return refuse('holds more than a host and a port');
    return url.origin;
  };

/** @returns undefined where no bucket is named */
export function readBucket(
  reader: VariableReader<VariableName>,
  isProduction: boolean,
): BucketSettings | undefined {
  const name = reader.optional('FILES_S3_BUCKET', bucketName);
  const endpoint = reader.optional('FILES_S3_ENDPOINT', endpointOf(isProduction));
  const region = reader.withDefault('FILES_S3_REGION', regionName, 'us-east-1');
  const prefix = reader.withDefault('FILES_S3_PREFIX', objectPrefix, 'tenantry/');
  const accessKeyId = reader.optional('FILES_S3_ACCESS_KEY_ID', printable);
  const secretAccessKey = reader.optional('FILES_S3_SECRET_ACCESS_KEY', printable);
  if (accessKeyId !== undefined && secretAccessKey === undefined)
    reader.problem('FILES_S3_SECRET_ACCESS_KEY', 'is missing beside FILES_S3_ACCESS_KEY_ID');
  if (accessKeyId === undefined && secretAccessKey !== undefined)
    reader.problem('FILES_S3_ACCESS_KEY_ID', 'is missing beside FILES_S3_SECRET_ACCESS_KEY');
  if (endpoint !== undefined && name === undefined)
    reader.problem('FILES_S3_BUCKET', 'is missing beside FILES_S3_ENDPOINT');
  const isHalf = (accessKeyId === undefined) !== (secretAccessKey === undefined);
  if (name === undefined || isHalf) return undefined;
  const credentials =
    accessKeyId === undefined || secretAccessKey === undefined ? undefined : { accessKeyId, secretAccessKey };
  return { name, endpoint, region, prefix, credentials };
}
