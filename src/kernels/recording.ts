/** Operations as numbers in memory, for assembly/replay.ts to do again in one call. */

/** In the order in which replay.ts counts them. */
const replayable = [
  'fill',
  'denseForward',
  'denseBackwardWeights',
  'denseBackwardBias',
  'denseBackwardInput',
  'softmaxForward',
  'softmaxBackward',
  'meanSquaredError',
  'softmaxCrossEntropy',
  'huber',
  'sigmoidBinaryCrossEntropy',
  'reluForward',
  'leakyReluForward',
  'eluForward',
  'geluForward',
  'sigmoidForward',
  'tanhForward',
  'sineForward',
  'reluBackward',
  'leakyReluBackward',
  'eluBackward',
  'geluBackward',
  'sigmoidBackward',
  'tanhBackward',
  'sineBackward',
  'copy',
] as const;

/** 32-bit words of an instruction: the operation's number and up to nine addresses and counts. */
export const instructionWords = 10;

type Operations = Readonly<Record<string, (...numbers: number[]) => number>>;

/** Takes the place of the module's operations, of the given names: does nothing but note what was called. */
export function createRecorder(names: readonly string[]) {
  const words: number[] = [];
  let isReplayable = true;

  function note(name: string, numbers: readonly number[]): void {
    const operation = (replayable as readonly string[]).indexOf(name);
    // Of the numbers that are not whole only the zero of fill can be left out.
    if (operation < 0 || (name === 'fill' && numbers[1] !== 0)) {
      isReplayable = false;
      return;
    }
    const whole = name === 'fill' ? [numbers[0], numbers[2]] : numbers;
    const instruction = [operation, ...whole];
    while (instruction.length < instructionWords) instruction.push(0);
    words.push(...instruction);
  }

  const operations: Operations = Object.fromEntries(
    names.map((name) => [
      name,
      (...numbers: number[]) => {
        note(name, numbers);
        return 0;
      },
    ]),
  );
  return {
    operations,
    /** The instructions, one behind the other; null if something was called that cannot be replayed. */
    words: () => (isReplayable ? words : null),
  };
}
