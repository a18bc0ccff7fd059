/** TensorFlow.js: variables, `minimize` with its Adam; one thread, the wasm backend in its SIMD build. */
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { contest } from '../worker/contest';
import { openBatches } from '../worker/digits';

const activations = { relu: tf.relu, sigmoid: tf.sigmoid, tanh: tf.tanh };

/**
 * conv2d with a gradient for the weights that the wasm backend has kernels for: it lacks Conv2DBackpropFilter. That is a
 * convolution too, of the images, their channels as the batch, with dy. `first`: nobody asks for the images' gradient.
 */
const convolve = (first) =>
  tf.customGrad((x, w, save) => {
    save([x, w]);
    const gradFunc = (dy, [images, weights]) => {
      const turned = tf.conv2d(
        tf.transpose(images, [3, 1, 2, 0]),
        tf.transpose(dy, [1, 2, 0, 3]),
        1,
        'valid',
      );
      return [
        first ? tf.zerosLike(images) : tf.conv2dTranspose(dy, weights, images.shape, 1, 'valid'),
        tf.transpose(turned, [1, 2, 0, 3]),
      ];
    };
    return { value: tf.conv2d(x, w, 1, 'valid'), gradFunc };
  });

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
  const { convolutions = [] } = scenario;
  const kernels = convolutions.map(({ channels, kernel, ...rest }, i) => {
    const colours = convolutions[i - 1]?.channels ?? 1;
    const deviation = Math.sqrt(2 / (kernel * kernel * colours));
    return {
      ...rest,
      sums: convolve(i === 0),
      weight: tf.variable(tf.randomNormal([kernel, kernel, colours, channels], 0, deviation)),
      bias: tf.variable(tf.zeros([channels])),
    };
  });
  /** From `[batch, 784]` to the numbers that the dense layers get. */
  const look = (x) =>
    kernels
      .reduce(
        (images, { sums, weight, bias, activation, pool }) => {
          const z = tf.add(sums(images, weight), bias);
          return tf.maxPool(activations[activation](z), pool, pool, 'valid');
        },
        tf.reshape(x, [scenario.batch, 28, 28, 1]),
      )
      .reshape([scenario.batch, -1]);
  const seen = kernels.length > 0 ? look : (x) => x;
  const first = tf.tidy(() => seen(tf.zeros([scenario.batch, scenario.inputs])).shape[1]);
  const widths = [first, ...scenario.layers.map(({ units }) => units)];
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
    }, seen(x));

  const step = () => {
    batches.next();
    const x = tf.tensor2d(batches.x, [scenario.batch, scenario.inputs]);
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
          const y = forward(tf.tensor2d(batches.x, [scenario.batch, scenario.inputs]));
          const target = tf.tensor2d(batches.target, [scenario.batch, widths.at(-1)]);
          return scenario.data === 'xor'
            ? tf.losses.meanSquaredError(target, y).dataSync()[0]
            : tf.losses.softmaxCrossEntropy(target, y).dataSync()[0];
        }),
    },
  };
});
