/** Rows of each part, and of every training shard: known before the first byte arrives. */
export const mnistRows = { train: 60_000, test: 10_000, shard: 6_000 } as const;
