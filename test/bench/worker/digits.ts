/** MNIST as the files that everyone knows, from the bench's own server. */

export async function fetchBytes(file: string): Promise<Uint8Array> {
  const response = await fetch(`/mnist/${file}`);
  if (!response.ok) throw new Error(`${file}: the server answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

const intensity = Float32Array.from({ length: 256 }, (_, value) => value / 255);

export type Batches = {
  /** `[batch, 784]` and `[batch, 10]` (or XOR's four rows), overwritten by `next`. */
  readonly x: Float32Array;
  readonly target: Float32Array;
  next(): void;
};

/** Batches for the peers: shuffled once, gathered from bytes, one after the other, round and round. */
export async function openBatches(scenario: { data: string; batch: number }): Promise<Batches> {
  if (scenario.data === 'xor') {
    const x = Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1);
    return { x, target: Float32Array.of(0, 1, 1, 0), next() {} };
  }
  const { batch } = scenario;
  const [images, labels] = await Promise.all([fetchBytes('train-images'), fetchBytes('train-labels')]);
  const rows = labels.length - 8;
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  for (let last = rows - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  const x = new Float32Array(batch * 784);
  const target = new Float32Array(batch * 10);
  let position = 0;
  return {
    x,
    target,
    next() {
      if (position + batch > rows) position = 0;
      target.fill(0);
      for (let b = 0; b < batch; b++) {
        const row = order[position + b];
        const from = 16 + row * 784;
        for (let pixel = 0; pixel < 784; pixel++) x[b * 784 + pixel] = intensity[images[from + pixel]];
        target[b * 10 + labels[8 + row]] = 1;
      }
      position += batch;
    },
  };
}
