/**
 * brain.js: knows one activation for all layers, squared errors, and no batches, so Adam (its `praxis`) runs
 * after every sample; sigmoid throughout, the same widths.
 */
import NeuralNetwork from 'brain.js/dist/neural-network';
import { contest } from '../worker/contest';
import { openBatches } from '../worker/digits';

const Network = NeuralNetwork.default ?? NeuralNetwork;

contest(async (scenario) => {
  const { inputs, batch, rate } = scenario;
  const batches = await openBatches({ ...scenario, batch: 1 });
  const net = new Network({ activation: 'sigmoid', praxis: 'adam', learningRate: rate });
  net.sizes = [inputs, ...scenario.layers.map(({ units }) => units)];
  net.initialize();
  let loss = 0;
  return {
    step() {
      batches.next();
      loss = net.trainPattern({ input: batches.x, output: batches.target }, true);
      return 1;
    },
    ask: { loss: () => loss, batch: () => batch },
  };
});
