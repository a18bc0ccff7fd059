/** What every contestant's worker does: opens once, then works for as long as it is told. */

export type Scenario = {
  readonly data: 'digits' | 'xor';
  readonly inputs: number;
  /** Of 28 × 28 images, without padding, each followed by its activation and a max-pool; the dense layers come behind. */
  readonly convolutions?: readonly {
    readonly channels: number;
    readonly kernel: number;
    readonly activation: string;
    readonly pool: number;
  }[];
  readonly layers: readonly { readonly units: number; readonly activation: string }[];
  readonly batch: number;
  /** Ours alone: digits are bent at random, as usual. */
  readonly augmented?: boolean;
  readonly rate: number;
};

/** One unit of work; returns how much was done: samples, steps or operations, whatever the row counts. */
export type Step = () => number;

export type Contestant = {
  step: Step;
  /** Waits until the work handed out so far is done; left out where `step` returns only then. */
  finish?: () => Promise<void>;
  /** Further questions, by name, such as how large the heap is. */
  ask?: Readonly<Record<string, (argument: number) => unknown>>;
};

/** `open(scenario, backend)` makes the contestant ready to work. */
export function contest(open: (scenario: Scenario, backend: string) => Promise<Contestant>): void {
  let contestant: Contestant;

  /** Steps between two looks at the clock: about a millisecond of them, as looking takes time too. */
  let stride = 1;

  async function work(milliseconds: number) {
    const started = performance.now();
    let done = 0;
    let now = started;
    while (now - started < milliseconds) {
      const before = now;
      for (let i = 0; i < stride; i++) done += contestant.step();
      now = performance.now();
      if (now - before < 0.5) stride *= 2;
    }
    await contestant.finish?.();
    return (done * 1000) / (performance.now() - started);
  }

  async function answer(call: string, argument: unknown) {
    if (call === 'open') {
      const { scenario, backend } = argument as { scenario: Scenario; backend: string };
      contestant = await open(scenario, backend);
      return true;
    }
    if (call === 'work') return work(argument as number);
    const asked = contestant.ask?.[call];
    if (!asked) throw new Error(`This contestant has no answer to ${call}.`);
    return asked(argument as number);
  }

  self.onmessage = async ({ data: { call, argument } }) => {
    try {
      self.postMessage({ answer: await answer(call, argument) });
    } catch (error) {
      self.postMessage({ error: error instanceof Error ? error.message : String(error) });
    }
  };
}
