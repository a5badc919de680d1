/** Whether what is mirrored is of an earlier moment than Clerk's `updated_at`. */
export function isBehind(mirrored: Date | null, clerk: Date): boolean {
  return mirrored === null || mirrored.getTime() < clerk.getTime();
}
