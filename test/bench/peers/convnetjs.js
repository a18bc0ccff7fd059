/**
 * ConvNetJS: its layers, sample by sample as it works. The package on npm is older than its Adam, so that
 * of its repository's Trainer is applied to `getParamsAndGrads()` after each batch.
 */
import convnetjs from 'convnetjs';
import { contest } from '../worker/contest';
import { openBatches } from '../worker/digits';

contest(async (scenario) => {
  const batches = await openBatches(scenario);
  const hidden = scenario.layers.slice(0, -1);
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: scenario.inputs },
    ...hidden.map(({ units, activation }) => ({ type: 'fc', num_neurons: units, activation })),
    { type: 'softmax', num_classes: scenario.layers.at(-1).units },
  ]);
  const { inputs, batch, rate } = scenario;
  const volume = new convnetjs.Vol(1, 1, inputs, 0);
  const moments = net
    .getParamsAndGrads()
    .map(({ params }) => [new Float64Array(params.length), new Float64Array(params.length)]);
  let k = 0;
  let loss = 0;
  return {
    step() {
      batches.next();
      loss = 0;
      for (let b = 0; b < batch; b++) {
        for (let i = 0; i < inputs; i++) volume.w[i] = batches.x[b * inputs + i];
        let label = 0;
        while (batches.target[b * 10 + label] === 0) label += 1;
        net.forward(volume, true);
        loss += net.backward(label) / batch;
      }
      k += 1;
      const [correct1, correct2] = [1 - 0.9 ** k, 1 - 0.999 ** k];
      net.getParamsAndGrads().forEach(({ params, grads }, at) => {
        const [mean, square] = moments[at];
        for (let j = 0; j < params.length; j++) {
          const gradient = grads[j] / batch;
          mean[j] = mean[j] * 0.9 + 0.1 * gradient;
          square[j] = square[j] * 0.999 + 0.001 * gradient * gradient;
          params[j] -= (rate * mean[j]) / correct1 / (Math.sqrt(square[j] / correct2) + 1e-8);
          grads[j] = 0;
        }
      });
      return batch;
    },
    ask: { loss: () => loss },
  };
});
