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
  'adamStep',
] as const;

/** 32-bit words of an instruction: the operation's number and up to nine addresses and counts, or what adamStep takes. */
export const instructionWords = 12;

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
    const whole =
      name === 'fill' ? [numbers[0], numbers[2]] : name === 'adamStep' ? adamWords(numbers) : numbers;
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

/** The addresses and the count, then β₁, β₂ and ε; rate and step are another in every step. */
function adamWords([w, m, v, g, _rate, beta1, beta2, epsilon, _step, n]: readonly number[]): number[] {
  return [w, m, v, g, n, ...new Int32Array(Float64Array.of(beta1, beta2, epsilon).buffer)];
}
