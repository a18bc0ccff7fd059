/** jax-js on its wasm device: one jitted function does the whole step, loss, gradients and Adam. */
import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { contest } from '../worker/contest';
import { openBatches } from '../worker/digits';

const activations = { relu: nn.relu, sigmoid: nn.sigmoid, tanh: np.tanh };

contest(async (scenario) => {
  await init('wasm');
  defaultDevice('wasm');
  const batches = await openBatches(scenario);
  const widths = [scenario.inputs, ...scenario.layers.map(({ units }) => units)];
  const normal = (length, deviation) =>
    Float32Array.from(
      { length },
      () => deviation * Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random()),
    );
  let parameters = scenario.layers.flatMap(({ units }, i) => [
    np.array(normal(widths[i] * units, Math.sqrt(2 / widths[i]))).reshape([widths[i], units]),
    np.zeros([units]),
  ]);
  let means = parameters.map((p) => np.zeros(p.shape));
  let squares = parameters.map((p) => np.zeros(p.shape));

  function lossOf(weights, x, target) {
    let y = x;
    scenario.layers.forEach(({ activation }, i) => {
      y = np.matmul(y, weights[2 * i]).add(weights[2 * i + 1]);
      if (activation in activations) y = activations[activation](y);
    });
    return nn
      .logSoftmax(y, -1)
      .mul(target)
      .sum()
      .mul(-1 / scenario.batch);
  }

  // The corrections of step t come in as numbers, so that nothing is compiled anew.
  const adam = jit((weights, m, v, x, target, size, scale) => {
    const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(weights), x, target);
    const newM = m.map((mean, i) => mean.mul(0.9).add(gradients[i].ref.mul(0.1)));
    const newV = v.map((square, i) => square.mul(0.999).add(np.square(gradients[i]).mul(0.001)));
    const moved = weights.map((w, i) =>
      w.sub(newM[i].ref.mul(size.ref).div(np.sqrt(newV[i].ref).mul(scale.ref).add(1e-8))),
    );
    size.dispose();
    scale.dispose();
    return [moved, newM, newV, loss];
  });

  let t = 0;
  let last = null;
  return {
    step() {
      batches.next();
      t += 1;
      const x = np.array(batches.x).reshape([scenario.batch, widths[0]]);
      const target = np.array(batches.target).reshape([scenario.batch, widths.at(-1)]);
      const size = np.array(scenario.rate / (1 - 0.9 ** t));
      const scale = np.array(1 / Math.sqrt(1 - 0.999 ** t));
      last?.dispose();
      [parameters, means, squares, last] = adam(parameters, means, squares, x, target, size, scale);
      return scenario.batch;
    },
    finish: async () => void (await last.ref.data()),
    ask: { loss: () => last.ref.dataSync()[0] },
  };
});
