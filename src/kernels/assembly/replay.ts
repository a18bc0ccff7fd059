/**
 * Operations that were recorded, done again in one call: for a network of a few neurons the way from JavaScript here
 * takes longer than the arithmetic. An instruction is the number of its operation, as recording.ts counts them, and
 * up to nine addresses and counts, 32 bits each; or of adamStep five, and three factors of 64 bits.
 */
import {
  reluBackward, reluForward, sigmoidBackward, sigmoidForward, tanhBackward, tanhForward,
} from './activations';
import { denseBackwardBias, denseBackwardInput, denseBackwardWeights, denseForward } from './dense';
import { geluBackward, geluForward } from './gelu';
import { eluBackward, eluForward, leakyReluBackward, leakyReluForward } from './leakyActivations';
import { huber, meanSquaredError, sigmoidBinaryCrossEntropy, softmaxCrossEntropy } from './losses';
import { adamStep } from './optimizers';
import { sineBackward, sineForward } from './sine';
import { softmaxBackward, softmaxForward } from './softmax';
import { copy, fill } from './vectors';

const instructionSize: usize = 48;

// @ts-ignore: decorator
@inline
function number(at: usize, index: i32): i32 {
  return load<i32>(at + (<usize>(index + 1) << 2));
}

/**
 * Does `count` instructions; returns the last loss that one of them computed, or 0. adamStep takes `rate` and `step`,
 * and ends it all before anything changes if that loss is not finite.
 */
export function replay(at: usize, count: i32, rate: f64, step: i32): f64 {
  let loss: f64 = 0;
  for (; count > 0; count--, at += instructionSize) {
    const a = <usize>number(at, 0);
    const b = <usize>number(at, 1);
    const c = <usize>number(at, 2);
    const d = number(at, 3);
    const e = number(at, 4);
    switch (load<i32>(at)) {
      case 0: fill(a, 0, <i32>b); break;
      case 1: denseForward(a, b, c, <usize>d, e, number(at, 5), number(at, 6)); break;
      case 2: denseBackwardWeights(a, b, c, d, e, number(at, 5) != 0, number(at, 6), number(at, 7), number(at, 8)); break;
      case 3: denseBackwardBias(a, b, <i32>c, d); break;
      case 4: denseBackwardInput(a, b, c, d, e, number(at, 5)); break;
      case 5: softmaxForward(a, b, <i32>c, d); break;
      case 6: softmaxBackward(a, b, c, d, e); break;
      case 7: loss = meanSquaredError(a, b, c, d, e); break;
      case 8: loss = softmaxCrossEntropy(a, b, c, d, e); break;
      case 9: loss = huber(a, b, c, d, e); break;
      case 10: loss = sigmoidBinaryCrossEntropy(a, b, c, d, e); break;
      case 11: reluForward(a, b, <i32>c); break;
      case 12: leakyReluForward(a, b, <i32>c); break;
      case 13: eluForward(a, b, <i32>c); break;
      case 14: geluForward(a, b, <i32>c); break;
      case 15: sigmoidForward(a, b, <i32>c); break;
      case 16: tanhForward(a, b, <i32>c); break;
      case 17: sineForward(a, b, <i32>c); break;
      case 18: reluBackward(a, b, c, <usize>d, e); break;
      case 19: leakyReluBackward(a, b, c, <usize>d, e); break;
      case 20: eluBackward(a, b, c, <usize>d, e); break;
      case 21: geluBackward(a, b, c, <usize>d, e); break;
      case 22: sigmoidBackward(a, b, c, <usize>d, e); break;
      case 23: tanhBackward(a, b, c, <usize>d, e); break;
      case 24: sineBackward(a, b, c, <usize>d, e); break;
      case 25: copy(a, b, <i32>c); break;
      case 26:
        if (!isFinite(loss)) return loss;
        adamStep(
          a, b, c, <usize>d, rate, load<f64>(at, 24), load<f64>(at, 32), <f32>load<f64>(at, 40), step, e,
        );
        break;
    }
  }
  return loss;
}
