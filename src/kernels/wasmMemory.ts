/** How the memory of WebAssembly kernels is shared out, and what they are given is held against it. */

/** What lies in the memory. */
type Words = Float32Array | Uint32Array | Int32Array | Uint16Array | Int16Array | Uint8Array;

/** Shares out `floats` numbers of `buffer` from `start` on. */
export function shareMemory(buffer: ArrayBuffer, start: number, floats: number) {
  const end = start + 4 * floats;
  let free = start;

  /** The next `length` numbers of the memory as a view. */
  function take<V extends Words>(
    View: new (memory: ArrayBuffer, from: number, length: number) => V,
    length: number,
  ): V {
    const size = length * (View as unknown as { BYTES_PER_ELEMENT: number }).BYTES_PER_ELEMENT;
    const next = free + Math.ceil(size / 16) * 16;
    if (next > end) {
      throw new RangeError(
        `The kernels' memory is used up: ${size / 4} numbers wanted, ${(end - free) / 4} of ${floats} left`,
      );
    }
    const view = new View(buffer, free, length);
    free = next;
    return view;
  }

  /** Where `view` begins; it must hold `length` numbers. */
  function address(view: Words, length: number): number {
    if (view.buffer !== buffer) throw new RangeError('A buffer must come from alloc of these kernels');
    if (view.length < length) {
      throw new RangeError(`A buffer of ${view.length} numbers is too short: ${length} are needed`);
    }
    return view.byteOffset;
  }

  return {
    take,
    address,
    addressOrNull: (view: Words | null, length: number) => (view === null ? 0 : address(view, length)),
  };
}
