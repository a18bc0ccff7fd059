/** Hands bytes to the browser's own download. */
export function saveFile(name: string, bytes: Uint8Array): void {
  const url = URL.createObjectURL(
    new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the blob by the next task in every browser but old Safari.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
