/** Hands a file to the browser to be kept, under a name. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Browsers read it a moment after the press.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}
