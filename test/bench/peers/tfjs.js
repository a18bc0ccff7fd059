/** TensorFlow.js: variables, `minimize` with its Adam; one thread, the wasm backend in its SIMD build. */
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { contest } from '../worker/contest';
import { openBatches } from '../worker/digits';

const activations = { relu: tf.relu, sigmoid: tf.sigmoid, tanh: tf.tanh };

contest(async (scenario, backend) => {
  if (backend === 'wasm') {
    setWasmPaths({
      'tfjs-backend-wasm.wasm': plain,
      'tfjs-backend-wasm-simd.wasm': simd,
      'tfjs-backend-wasm-threaded-simd.wasm': threaded,
    });
    setThreadsCount(1);
  }
  if (!(await tf.setBackend(backend))) throw new Error(`tfjs has no backend ${backend} here`);
  await tf.ready();
  tf.enableProdMode();

  const batches = await openBatches(scenario);
  const widths = [scenario.inputs, ...scenario.layers.map(({ units }) => units)];
  const layers = scenario.layers.map(({ units, activation }, i) => ({
    weight: tf.variable(tf.randomNormal([widths[i], units], 0, Math.sqrt(2 / widths[i]))),
    bias: tf.variable(tf.zeros([units])),
    activation,
  }));
  const optimizer = tf.train.adam(scenario.rate, 0.9, 0.999, 1e-8);
  const forward = (x) =>
    layers.reduce((input, { weight, bias, activation }) => {
      const sum = tf.add(tf.matMul(input, weight), bias);
      return activation in activations ? activations[activation](sum) : sum;
    }, x);

  const step = () => {
    batches.next();
    const x = tf.tensor2d(batches.x, [scenario.batch, widths[0]]);
    const target = tf.tensor2d(batches.target, [scenario.batch, widths.at(-1)]);
    optimizer.minimize(() => {
      const y = forward(x);
      return scenario.data === 'xor'
        ? tf.losses.meanSquaredError(target, y)
        : tf.losses.softmaxCrossEntropy(target, y);
    });
    tf.dispose([x, target]);
    return scenario.data === 'xor' ? 1 : scenario.batch;
  };
  return {
    step,
    ask: {
      loss: () =>
        tf.tidy(() => {
          batches.next();
          const y = forward(tf.tensor2d(batches.x, [scenario.batch, widths[0]]));
          const target = tf.tensor2d(batches.target, [scenario.batch, widths.at(-1)]);
          return scenario.data === 'xor'
            ? tf.losses.meanSquaredError(target, y).dataSync()[0]
            : tf.losses.softmaxCrossEntropy(target, y).dataSync()[0];
        }),
    },
  };
});
